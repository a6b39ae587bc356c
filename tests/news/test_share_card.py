"""The card with the title that stands for an article without a cover where it is shared."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.utils import timezone
from PIL import Image, ImageChops

from news.models import Article
from news.share_card import drawing, lettering, view
from tests.factories import make_article, make_category, make_picture
from tests.races import at_once
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
WORDS = {"category": "政务", "day": "2026-11-26", "site_name": "大院", "host": "www.example.cn"}


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()
    view.drawings.clear()
    yield
    cache.clear()


@pytest.fixture
def drawn(monkeypatch):
    """The titles of the cards that were really drawn."""
    titles = []

    def counted(title, **words):
        titles.append(title)
        return drawing.card(title, **words)

    monkeypatch.setattr(view, "drawn", counted)
    return titles


def address_of(client, article) -> str:
    page = client.get(article.get_absolute_url()).content.decode()
    return re.search(r'<meta property="og:image" content="([^"]+)">', page)[1].removeprefix(SITE)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_the_page_names_the_card_and_its_size(client):
    article = make_article(title="管网“改造”<提前>")
    page = client.get(article.get_absolute_url()).content.decode()
    head = re.findall(r'<meta (?:property|name)="((?:og:image|twitter)[^"]*)" content="([^"]*)">', page)
    address = head.pop(0)[1]
    assert re.fullmatch(rf"{SITE}/card/{article.pk}-[0-9a-f]{{16}}\.png", address)
    assert head == [
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "管网“改造”&lt;提前&gt;"),
        ("twitter:card", "summary_large_image"),
    ]
    response = client.get(address.removeprefix(SITE))
    assert (response["Content-Type"], opened(response.content).size) == ("image/png", (1200, 630))
    assert len(response.content) < 80_000


def test_with_a_cover_the_cover_is_shown(client):
    article = make_article(cover=make_picture(2000, 1000))
    address = address_of(client, article)
    assert address.endswith("-share.jpg")
    page = client.get(article.get_absolute_url()).content.decode()
    assert '<meta property="og:image:width" content="1200">' in page
    assert '<meta property="og:image:height" content="600">' in page
    assert opened(client.get(address).content).size == (1200, 600)


def test_a_card_is_asked_about_before_each_use(client):
    address = address_of(client, make_article())
    response = client.get(address)
    assert (response["Cache-Control"], dict(response.cookies)) == ("public, no-cache", {})
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_what_readers_do_not_see_has_no_card(client):
    article = make_article()
    address = address_of(client, article)
    assert client.get(address).status_code == 200
    Article.objects.filter(pk=article.pk).update(state="withdrawn")
    assert client.get(address).status_code == 404
    for hidden in make_hidden():
        version = view.version_of(Article.objects.get(pk=hidden.pk))
        assert client.get(f"/card/{hidden.pk}-{version}.png").status_code == 404
    assert client.get("/card/999999-0123456789abcdef.png").status_code == 404


@pytest.mark.parametrize(
    "path", ["/card/1-0123456789ABCDEF.png", "/card/1-0123.png", "/card/0-0123456789abcdef.png", "/card/x.png"]
)
def test_what_is_no_address_of_a_card_is_404(client, path):
    assert client.get(path).status_code == 404


def test_an_old_address_leads_to_the_card_of_today(client, drawn):
    article = make_article(title="旧题")
    old = address_of(client, article)
    Article.objects.filter(pk=article.pk).update(title="新题")
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (302, SITE + address_of(client, article))
    Article.objects.filter(pk=article.pk).update(cover=make_picture())
    assert client.get(old)["Location"].endswith("-share.jpg")
    assert drawn == []


@pytest.mark.parametrize("change", ["title", "category", "day"])
def test_whatever_stands_on_the_card_changes_its_address(client, change):
    article = make_article()
    before = address_of(client, article)
    changes = {
        "title": {"title": "新题"},
        "category": {"category": make_category(slug="wenhua", name="文化")},
        "day": {"published_at": timezone.now() - timedelta(days=2)},
    }
    Article.objects.filter(pk=article.pk).update(**changes[change])
    assert address_of(client, Article.objects.get(pk=article.pk)) != before


def test_a_card_is_drawn_once(client, drawn):
    address = address_of(client, make_article(title="一次"))
    for _ in range(3):
        client.get(address)
    assert drawn == ["一次"]


def test_who_asks_for_very_many_gets_the_plain_card(client, drawn):
    view.drawings.extend([view.time.monotonic()] * view.A_MINUTE)
    address = address_of(client, make_article())
    response = client.get(address)
    assert (response.status_code, response["Location"], drawn) == (302, "/static/img/card.png", [])
    view.drawings.clear()
    view.drawings.extend([view.time.monotonic() - 61] * view.A_MINUTE)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 2])
def test_a_card_asks_the_database_for_its_article_alone(client, django_assert_num_queries, count):
    address = address_of(client, make_article())
    for _ in range(count):
        with django_assert_num_queries(2):
            client.get(address)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_draws(client, drawn):
    address = address_of(client, make_article(title="抢"))
    answers = at_once([lambda: type(client)().get(address).status_code] * 6)
    assert (answers, drawn) == ([200] * 6, ["抢"])


@pytest.mark.parametrize(
    "title",
    ["短", "题" * 200, "W" * 200, "🎉" * 200, "a b " * 50, "，" * 200, "“" * 200, "\x01\ufffe", "𠮷野家", "ﷺ" * 9],
)
def test_every_title_makes_a_card_within_its_margins(title):
    image = opened(drawing.card(title, **WORDS))
    assert image.size == (1200, 630)
    for box in [(0, 20, drawing.LEFT - 8, 630), (drawing.RIGHT + 8, 20, 1200, 630)]:
        margin = image.crop(box)
        assert ImageChops.difference(margin, Image.new("RGB", margin.size, drawing.PAPER)).getbbox() is None


def test_a_card_is_not_blank_and_two_titles_look_different():
    one, other = (opened(drawing.card(title, **WORDS)) for title in ["全市供暖", "木塔维修"])
    assert ImageChops.difference(one, other).getbbox()
    emblem_alone = opened(drawing.card("🎉", **WORDS))
    assert ImageChops.difference(one, emblem_alone).getbbox()


def test_the_plain_card_is_the_one_that_is_shipped():
    shipped = opened(Path(finders.find("img/card.png")).read_bytes())
    assert ImageChops.difference(shipped, opened(drawing.plain_card())).getbbox() is None


def test_the_shipped_font_has_what_headlines_are_made_of(monkeypatch):
    monkeypatch.setattr(lettering, "WHOLE", lettering.SHIPPED.with_name("missing.ttc"))
    text = "朱镕基、张堃：“三农”（2026年）《条例》——5G·AI…百分之3.5％℃①Ⅱ，é"
    assert lettering.settable(text) == (text, False)
    assert lettering.settable("𠮷野家🎉开业") == ("〓野家开业", False)


def test_lines_break_where_type_may_break():
    face = lettering.font(92)
    lines = lettering.broken("维修方案公布：Apple Vision 分三期（上、下）实施，预计2028年完成", face, 600)
    assert "".join(lines).replace(" ", "") == "维修方案公布：AppleVision分三期（上、下）实施，预计2028年完成"
    assert all(face.getlength(line) <= 600 for line in lines)
    assert [line for line in lines if line[0] in lettering.NEVER_FIRST or line[-1] in lettering.NEVER_LAST] == []
    assert any("Vision" in line for line in lines)
    assert any("2028" in line for line in lines)
