"""The screens of the desk, a module each; ArticleAdmin puts their `urls()` under its own and asks for a login."""

from news.admin.desk import log, review, sign

SCREENS = [log, review, sign]
