"""The desk's screens under /admin/news/article/, one a module: `urls(model_admin)` are its addresses.

ArticleAdmin adds them all, each wrapped in admin_view; what somebody may do with an article each view asks itself.
"""

from news.admin.desk import (
    autosave,
    calendar,
    checks,
    compare,
    correct,
    front,
    log,
    paste,
    preview,
    preview_links,
    review,
    revisions,
    sign,
    suggest,
    word_import,
)

SCREENS = [
    autosave,
    calendar,
    checks,
    compare,
    correct,
    front,
    log,
    paste,
    preview,
    preview_links,
    review,
    revisions,
    sign,
    suggest,
    word_import,
]
