"""What each service wants to be sent, and what its answer means."""

import json
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings

from news.pushing.web import Answer, NoAnswer, post

MOST_AT_ONCE = {"indexnow": 10_000, "baidu": 2_000}


class Outcome(NamedTuple):
    """`verdict` is done, later (ask again), stop (it will never do), or tomorrow (the quota of the day is spent)."""

    verdict: str
    result: str
    refused: frozenset[str] = frozenset()
    remain: int | None = None


def push(service: str, addresses: list[str]) -> Outcome:
    """Tell `service` of whole addresses, at most MOST_AT_ONCE of them. Raises nothing."""
    try:
        return _baidu(addresses) if service == "baidu" else _indexnow(addresses)
    except NoAnswer as error:
        return Outcome("later", f"没有回应（{error}）")


def _indexnow(addresses: list[str]) -> Outcome:
    """https://www.indexnow.org/documentation"""
    key = settings.INDEXNOW_KEY
    words = {
        "host": settings.HOST,
        "key": key,
        "keyLocation": f"{settings.SITE_URL}/{key}.txt",
        "urlList": addresses,
    }
    answer = post(settings.INDEXNOW_ENDPOINT, json.dumps(words).encode(), "application/json; charset=utf-8")
    meanings = {
        200: Outcome("done", "已接收"),
        202: Outcome("done", "已接收，密钥待对方核实"),
        400: Outcome("stop", "对方认为格式不对（400）"),
        403: Outcome("stop", f"密钥无效（403）：请确认 {settings.SITE_URL} 下的密钥文件能打开"),
        422: Outcome("stop", "网址不属于本站，或密钥不符（422）"),
        429: Outcome("later", "推送太频繁（429）"),
    }
    return meanings.get(answer.status, _unexpected(answer))


def _baidu(addresses: list[str]) -> Outcome:
    """https://ziyuan.baidu.com/college/courseinfo?id=267&page=2 (普通收录 API 提交)"""
    query = urlencode({"site": settings.SITE_URL, "token": settings.BAIDU_PUSH_TOKEN})
    answer = post(f"{settings.BAIDU_PUSH_ENDPOINT}?{query}", "\n".join(addresses).encode(), "text/plain")
    said = _json_of(answer)
    message = str(said.get("message", "")).replace(settings.BAIDU_PUSH_TOKEN, "…")
    if "over quota" in message:
        return Outcome("tomorrow", "今天的配额用完了（over quota）")
    if answer.status in {400, 401}:
        return Outcome("stop", f"对方拒绝（{answer.status}）：{message or '没有说明'}")
    if answer.status != 200 or not isinstance(said.get("success"), int):
        return _unexpected(answer)
    refused = frozenset(map(str, [*_list(said, "not_same_site"), *_list(said, "not_valid")]))
    remain = said.get("remain")
    return Outcome("done", "已接收", refused, remain if isinstance(remain, int) else None)


def _unexpected(answer: Answer) -> Outcome:
    if 300 <= answer.status < 400 or 400 < answer.status < 500:
        return Outcome("stop", f"意外的回答（{answer.status}）")
    return Outcome("later", f"对方出错（{answer.status}）")


def _json_of(answer: Answer) -> dict:
    try:
        said = json.loads(answer.text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _list(said: dict, name: str) -> list:
    return said[name] if isinstance(said.get(name), list) else []
