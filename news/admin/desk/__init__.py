"""The screens of the desk, one a module; each exposes urls(model_admin) for ArticleAdmin.get_urls."""

from news.admin.desk import checks, paste, word_import

SCREENS = [checks, paste, word_import]
