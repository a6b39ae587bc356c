from django.apps import AppConfig
from django.core.checks import register

from comments.checks import check_regions


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "评论"

    def ready(self):
        register(check_regions)
