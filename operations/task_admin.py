"""后台任务: what the worker failed to do is seen here and tried once more."""

from django.contrib import admin
from django.utils import timezone
from django_tasks_db.admin import DBTaskResult  # registers the library's own page, which ours replaces

from operations.models import Task

admin.site.unregister(DBTaskResult)
NAMES = {
    "news.desk.notices.tell": "找出该通知的人",
    "news.desk.notices.send": "发邮件",
    "comments.reminding.send": "提醒审核评论",
    "comments.notices.send_question": "请读者确认邮箱",
    "comments.notices.send_news": "通知读者有回复",
}
STATES = {"READY": "等待", "RUNNING": "进行中", "FAILED": "失败", "SUCCESSFUL": "完成"}


class StateFilter(admin.SimpleListFilter):
    title = "状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(STATES.items())

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value()) if self.value() in STATES else queryset


@admin.register(Task)
class TaskAdmin(admin.ModelAdmin):
    list_display = fields = ["name", "state", "enqueued", "due", "finished", "error"]
    list_filter = [StateFilter]
    show_full_result_count = False
    actions = ["try_again"]

    @admin.display(description="任务")
    def name(self, task):
        return NAMES.get(task.task_path, task.task_path)

    @admin.display(description="状态")
    def state(self, task):
        return STATES.get(task.status, task.status)

    @admin.display(description="放入", ordering="enqueued_at")
    def enqueued(self, task):
        return _moment(task.enqueued_at)

    @admin.display(description="最早执行")
    def due(self, task):
        return _moment(task.run_after) if task.run_after.year < 9999 else "尽快"

    @admin.display(description="结束", ordering="finished_at")
    def finished(self, task):
        return _moment(task.finished_at) if task.finished_at else "—"

    @admin.display(description="错误")
    def error(self, task):
        # The last line says what went wrong.
        return task.traceback.strip().rpartition("\n")[2] or "—"

    @admin.action(description="再试一次（失败的）", permissions=["view"])
    def try_again(self, request, queryset):
        failed = list(queryset.failed())
        for row in failed:
            row.task.enqueue(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        self.message_user(request, f"已重新放入 {len(failed)} 个任务。")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _moment(value) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
