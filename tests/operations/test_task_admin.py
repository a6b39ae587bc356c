"""后台任务: what the worker could not do, and once more."""

import pytest
from django_tasks_db.models import DBTaskResult

from news import mailing
from news.desk import notices
from tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/operations/task/"


@pytest.fixture
def root(client):
    user = make_user("root", is_superuser=True)
    client.force_login(user)
    return user


def failed_mail() -> DBTaskResult:
    row = DBTaskResult.objects.get(pk=notices.send.enqueue(7, 8, 5).id)
    row.set_failed(mailing.NotSent("SMTPConnectError"))
    return row


def test_shows_what_failed_and_why(client, root):
    failed_mail()
    notices.tell.enqueue(7, None, 0)
    text = client.get(LIST).content.decode()
    for part in ["发邮件", "失败", "news.mailing.NotSent: SMTPConnectError", "找出该通知的人", "等待", "尽快"]:
        assert part in text
    rows = client.get(f"{LIST}?state=FAILED").context["cl"].result_list
    assert [row.task_path for row in rows] == ["news.desk.notices.send"]


def test_tries_again_what_failed_and_only_that(client, root):
    failed = failed_mail()
    waiting = DBTaskResult.objects.get(pk=notices.tell.enqueue(7, None, 0).id)
    data = {"action": "try_again", "_selected_action": [failed.pk, waiting.pk]}
    response = client.post(LIST, data, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["已重新放入 1 个任务。"]
    again = DBTaskResult.objects.exclude(pk__in=[failed.pk, waiting.pk]).get()
    assert (again.task_path, again.args_kwargs, again.status) == (failed.task_path, failed.args_kwargs, "READY")
