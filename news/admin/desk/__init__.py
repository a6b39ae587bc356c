"""The screens of the desk. Each module gives its addresses by urls(model_admin); they stand below the articles'."""

from news.admin.desk import calendar, correct

SCREENS = [calendar, correct]
