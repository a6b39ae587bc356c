from django_tasks_db.models import DBTaskResult


class Task(DBTaskResult):
    """The library's row under a Chinese name: what the worker has done, will do, and failed to do."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-enqueued_at"]
        default_permissions = ("view",)
