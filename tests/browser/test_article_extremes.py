"""Articles as nobody would set them: nothing breaks out of the page, on a phone or a desk."""

import pytest

from news.models import Source
from tests.browser.judges import axe_violations
from tests.factories import make_article, make_category, make_picture, make_tag
from traffic.models import DailyReadings

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = [320, 360, 1280]
TITLES = {
    "of 200 characters": "供暖管网改造完工" * 25,
    "without a space, in Latin": "Donaudampfschifffahrtsgesellschaft" * 5,
    "of emoji": "😀👩‍👩‍👧‍👦🇨🇳" * 15,
    "of one character": "冬",
    "of markup": "<b>&amp;</b>\"'" * 12,
}


def measured(page, address: str) -> dict[int, int]:
    """Width of the window → how wide the page is, where it is wider."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(address)
        found[width] = page.evaluate("document.documentElement.scrollWidth")
    return {width: wide for width, wide in found.items() if wide > width}


def table(columns: int) -> str:
    cells = "".join(f"<td>第{number}列的数据</td>" for number in range(columns))
    return f"<table><tr>{cells}</tr></table>"


def bodies() -> dict[str, str]:
    picture = make_picture(width=1200, height=40, alt="长" * 200, credit="C" * 60)
    image = f'<img src="/media/{picture.file}" alt="图">'
    return {
        "of one word": "<p>好</p>",
        "of 60,000 characters": "<p>" + "今年冬天比往年来得早一些。" * 4616 + "</p>",
        "of 60,000 letters in one word": f"<p>{'x' * 60_000}</p>",
        "of 80 pictures": "".join(f"<p>{image}</p>" for _ in range(80)),
        "of a table of 30 columns": table(30),
        "of a table in a table": f"<table><tr><td>{table(30)}</td></tr></table>",
        "of long lines": f"<pre>{'y' * 900}</pre><blockquote><p>{'z' * 400}</p></blockquote>",
        "of long items": f"<ul><li>{'w' * 400}</li></ul>",
        "of a long address": f'<p><a href="/a">https://www.example.com/{"q" * 300}</a></p><h2>{"h" * 120}</h2>',
        "of nested lists": "<ul><li>一" * 12 + "</li></ul>" * 12,
    }


@pytest.mark.parametrize("kind", TITLES)
def test_a_title_breaks_nothing(page, live_server, kind):
    category = make_category("minsheng", "民生" * 5)
    tags = [make_tag(f"{'T' * 29}{number}") for number in range(4)]
    for _ in range(4):  # before it, after it, related, further headlines
        article = make_article(
            category=category,
            title=TITLES[kind][:200],
            subtitle=TITLES[kind][:200],
            original_title=TITLES[kind][:200],
            byline="B" * 60,
            editor="E" * 30,
            source=Source.objects.get_or_create(name="S" * 40)[0],
            reprint=True,
            tags=tags,
        )
    assert measured(page, live_server.url + article.get_absolute_url()) == {}


def test_a_title_without_a_space_breaks_no_front(page, live_server):
    top, notices = make_category("minsheng", "民生"), make_category("gonggao", "公告", is_notice=True)
    child = make_category("jiaotong", "交通", top)
    for number in range(36):  # so many that they stand in every place
        article = make_article(title="W" * 200, category=[top, child, notices][number % 3])
        DailyReadings.objects.record(article)
    assert {path: measured(page, live_server.url + path) for path in ["/", "/minsheng/"]} == {"/": {}, "/minsheng/": {}}


def test_a_body_breaks_nothing(page, live_server):
    found = {}
    for kind, body in bodies().items():
        article = make_article(title=kind, summary="", body=body)
        found[kind] = measured(page, live_server.url + article.get_absolute_url())
    assert {kind: widths for kind, widths in found.items() if widths} == {}


def test_a_long_line_of_code_is_broken_not_scrolled(new_context, live_server):
    page = new_context(bypass_csp=True, viewport={"width": 360, "height": 740}).new_page()
    body = f"<pre>{'make run PORT=8000 ' * 9}\n  {'y' * 99}</pre>"
    page.goto(live_server.url + make_article(body=body).get_absolute_url())
    assert page.locator("pre").evaluate("pre => pre.scrollWidth - pre.clientWidth") == 0
    assert axe_violations(page) == []


def test_a_wide_table_is_scrolled_with_the_keyboard(page, live_server):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + make_article(body=table(30)).get_absolute_url())
    box = page.get_by_role("region", name="表格")
    box.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.table-scroll').scrollLeft > 0")


def test_a_line_holds_36_to_40_characters_on_a_desk_and_all_there_is_room_for_on_a_phone(page, live_server):
    page.set_viewport_size({"width": 1280, "height": 740})
    page.goto(live_server.url + make_article(body=f"<p>{'字' * 400}</p>").get_absolute_url())
    line = """() => {
      const node = document.querySelector(".story__body p").firstChild, range = document.createRange();
      let length = 0, top;
      for (;; length += 1) {
        range.setStart(node, length); range.setEnd(node, length + 1);
        top ??= range.getBoundingClientRect().top;
        if (range.getBoundingClientRect().top > top) return length;
      }
    }"""
    style = "getComputedStyle(document.querySelector('.story__body'))"
    assert 36 <= page.evaluate(line) <= 40
    ratio = page.evaluate(f"parseFloat({style}.lineHeight) / parseFloat({style}.fontSize)")
    assert 1.75 <= ratio <= 1.9
    assert page.evaluate(f"{style}.textAlign") == "justify"
    page.set_viewport_size({"width": 360, "height": 740})
    assert 17 <= page.evaluate(line) <= 20
