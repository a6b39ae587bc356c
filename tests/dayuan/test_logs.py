import json
import logging

from django.test import RequestFactory

from dayuan.logs import JsonFormatter


def line(message, *args, **extra) -> dict:
    record = logging.getLogger("dayuan.test").makeRecord(
        "dayuan.test", logging.ERROR, "f", 1, message, args, None, extra=extra
    )
    text = JsonFormatter().format(record)
    assert "\n" not in text
    found = json.loads(text)
    assert found.pop("time")
    return found


def test_a_line_is_one_json_object_that_no_text_can_break():
    assert line('坏"消息\n{"level": "INFO"} %s', "参数") == {
        "level": "ERROR",
        "logger": "dayuan.test",
        "message": '坏"消息\n{"level": "INFO"} 参数',
    }


def test_the_request_that_django_attaches_is_left_out():
    request = RequestFactory().get("/search/?q=13800000000")
    assert line("broken", request=request, status_code=500) == {
        "level": "ERROR",
        "logger": "dayuan.test",
        "message": "broken",
        "status_code": 500,
    }
