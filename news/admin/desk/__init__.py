"""The screens of the desk: each module gives its addresses, which ArticleAdmin puts among its own."""

from news.admin.desk import autosave

SCREENS = [autosave]
