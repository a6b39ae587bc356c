import pytest
from django.template import Context, Template

from news.markup import clean_html
from news.models import Picture
from news.templatetags.pictures import article_body, picture_tag, reading_time

STEM = f"pictures/2026/11/{'a1' * 16}_1600x900"
SRCSET = f"/media/{STEM}-480.webp 480w, /media/{STEM}-960.webp 960w, /media/{STEM}.webp 1600w"


def picture(**fields):
    return Picture(**{"file": f"{STEM}.webp", "width": 1600, "height": 900, "alt": "雪后的城墙", **fields})


def test_picture_of_the_library_gets_renditions_and_its_true_size():
    body = clean_html(f'<p><img src="/media/{STEM}.webp" alt="城墙 &amp; 雪" width="33"></p>')
    assert article_body(body) == (
        f'<p><img src="/media/{STEM}.webp" srcset="{SRCSET}" sizes="(min-width: 48rem) 44rem, 100vw" width="1600"'
        ' height="900" alt="城墙 &amp; 雪" fetchpriority="high" decoding="async"></p>'
    )


def test_every_picture_but_the_first_is_lazy():
    body = article_body(clean_html('<img src="/static/a.png"><img src="/static/b.png"><img src="/static/c.png">'))
    assert [part.count('loading="lazy"') for part in body.split("<img")[1:]] == [0, 1, 1]


def test_another_file_of_the_site_keeps_its_own_size():
    body = clean_html('<img src="/media/old/a.png" alt="图" width="300" height="200">')
    assert article_body(body) == (
        '<p><img src="/media/old/a.png" alt="图" width="300" height="200" fetchpriority="high" decoding="async"></p>'
    )


def test_only_the_outermost_table_scrolls():
    body = clean_html("<table><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table><table><tr><td>二</table>")
    page = article_body(body)
    assert page.count('<div class="table-scroll" tabindex="0" role="region" aria-label="表格"><table>') == 2
    assert page.count("<table>") == 3
    assert page.count("</table></div>") == 2


def test_text_that_looks_like_a_tag_stays_text():
    body = clean_html('<p>&lt;img src="/static/a.png" alt=""&gt; 和 &lt;table&gt;</p>')
    assert article_body(body) == body


def test_body_goes_on_the_page_unescaped():
    template = Template("{% load pictures %}{{ body|article_body }}")
    assert template.render(Context({"body": "<p>正文。</p>"})) == "<p>正文。</p>"


def test_picture_tag():
    assert picture_tag(picture(), sizes="50vw") == (
        f'<img src="/media/{STEM}.webp" srcset="{SRCSET}" sizes="50vw" width="1600" height="900" alt="雪后的城墙"'
        ' loading="lazy" decoding="async">'
    )


def test_picture_tag_in_a_template_escapes_what_people_wrote():
    template = Template('{% load pictures %}{% picture_tag picture sizes="9rem" lazy=False class="lead" %}')
    page = template.render(Context({"picture": picture(alt='"><script>')}))
    assert page.endswith('alt="&quot;&gt;&lt;script&gt;" class="lead" fetchpriority="high" decoding="async">')


def test_no_picture_no_tag():
    assert Template("{% load pictures %}{% picture_tag cover %}").render(Context({"cover": None})) == ""


@pytest.mark.parametrize(
    ("characters", "time"), [(0, "阅读约需 1 分钟"), (400, "阅读约需 1 分钟"), (401, "阅读约需 2 分钟")]
)
def test_reading_time(characters, time):
    assert reading_time(f"<p>{'字' * characters}</p>") == time
