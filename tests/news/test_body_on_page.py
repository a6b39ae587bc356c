"""What a story's body gets on its page beside what tests/news/test_picture_tags.py says of every body."""

from news.body_on_page import story_on_page
from news.markup import clean_html

NAME = f"pictures/2026/11/{'a1' * 16}_400x300.webp"
ADDRESS = f"/media/{NAME}"
IMG = f'src="{ADDRESS}" srcset="{ADDRESS} 400w" sizes="(min-width: 48rem) 44rem, 100vw" width="400" height="300"'
LAZY = 'loading="lazy" decoding="async"'


def page(body: str, credits=None) -> str:
    return story_on_page(clean_html(body), {NAME: "示例摄"} if credits is None else credits, below_cover=True)


def test_a_picture_leads_to_itself_in_full_and_says_whose_it_is():
    assert page(f'<p><img src="{ADDRESS}" alt="城墙 &amp; 雪"></p>') == (
        f'<figure><a class="zoom" href="{ADDRESS}" aria-label="查看大图：城墙 &amp; 雪">'
        f'<img {IMG} alt="城墙 &amp; 雪" {LAZY}></a>'
        '<figcaption><span class="credit">示例摄</span></figcaption></figure>'
    )


def test_a_caption_is_followed_by_the_credit_unless_it_names_it():
    figure = f'<figure><img src="{ADDRESS}" alt=""><figcaption>{{}}</figcaption></figure>'
    assert page(figure.format("雪后")).endswith(
        '<figcaption>雪后<span class="credit">示例摄</span></figcaption></figure>'
    )
    assert page(figure.format("雪后。示例摄")).endswith("<figcaption>雪后。示例摄</figcaption></figure>")


def test_a_picture_that_links_elsewhere_still_does():
    body = page(f'<p><a href="/minsheng/">去<img src="{ADDRESS}" alt=""></a></p>')
    assert body == f'<p><a href="/minsheng/" rel="noopener">去<img {IMG} alt="" {LAZY}></a></p>'


def test_a_picture_among_words_and_one_of_nobody_stay_where_they_are():
    assert page(f'<p>看<img src="{ADDRESS}" alt="">图</p>').startswith('<p>看<a class="zoom"')
    assert page(f'<p><img src="{ADDRESS}" alt=""></p>', credits={}).startswith('<p><a class="zoom"')


def test_what_people_wrote_is_escaped():
    body = page(f'<p><img src="{ADDRESS}" alt="&quot;&gt;&lt;script&gt;"></p>', credits={NAME: "<script>&\"'"})
    assert "<script>" not in body
    assert '<span class="credit">&lt;script&gt;&amp;&quot;&#x27;</span>' in body


def test_each_of_several_credits_stands_once():
    other = NAME.replace("a1", "b2")
    figure = "".join(f'<img src="/media/{name}" alt="">' for name in [NAME, other, NAME])
    body = page(f"<figure>{figure}</figure>", credits={NAME: "甲", other: "乙"})
    assert body.endswith(
        '<figcaption><span class="credit">甲</span><span class="credit">乙</span></figcaption></figure>'
    )
