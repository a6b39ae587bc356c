"""The desk's screens under /admin/news/article/, one a module: `urls(model_admin)` are its addresses.

ArticleAdmin adds them all, each wrapped in admin_view; what somebody may do with an article each view asks itself.
"""

from news.admin.desk import compare, preview, preview_links, revisions

SCREENS = [compare, preview, preview_links, revisions]
