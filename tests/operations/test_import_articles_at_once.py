from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from comments.models import Comment
from news.models import Article, Category, Tag
from tests.operations.exchange import comment, line, run, write_lines
from traffic.models import DailyReadings


def imported(file):
    try:
        return run("import_articles", file)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_runs_of_one_file_store_it_once(tmp_path):
    lines = [line(id=n, tags=["一", f"标签{n}"], source="晨报", views=4, comments=[comment()]) for n in range(1, 61)]
    file = write_lines(tmp_path / "articles.jsonl", *lines)
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(imported, [file, file]))
    assert [(code, errors) for code, said, errors in runs] == [(0, []), (0, [])]
    assert (Article.objects.count(), Category.objects.count(), Tag.objects.count()) == (60, 1, 61)
    assert (Comment.objects.count(), set(DailyReadings.objects.values_list("readings", flat=True))) == (60, {4})
