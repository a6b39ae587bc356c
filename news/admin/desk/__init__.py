"""The screens of the desk. Each module gives its addresses by urls(model_admin); they stand below the articles'."""

from news.admin.desk import calendar, checks, correct, paste, word_import

SCREENS = [calendar, checks, correct, paste, word_import]
