"""What is found, and in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Article
from tests.factories import make_article, make_category, make_tag
from tests.news.search.questions import found, titles
from tests.visibility import make_hidden

pytestmark = pytest.mark.django_db
TITLE = "城东菜市场今天开门：老城南门一带“买菜难”缓解了"


def ago(**time):
    return timezone.now() - timedelta(**time)


@pytest.fixture
def others():
    """What must not be found."""
    make_article(title="河岸步道修好了", summary="可以散步。", body="<p>从桥头到水闸。</p>", tags=[make_tag("步道")])


@pytest.fixture
def market(others):
    return make_article(
        title=TITLE,
        subtitle="早上六点就有人排队",
        summary="摊位重新编了号。",
        body="<p>家住<strong>圪</strong>洞巷的居民说，去年Ｃｏｖｉｄ以后就盼着。</p><p>共２３６个摊位，5G网络全覆盖。</p>",
        tags=[make_tag("便民圈"), make_tag("AI")],
    )


@pytest.mark.parametrize(
    "words",
    [
        TITLE,
        "城东", "东菜", "菜市", "今天开门", "开门", "南门一带",  # the title, wherever one cuts it
        "便民圈", "民圈", "ai", "ＡＩ",  # its tags
        "排队", "摊位", "重新编了号",  # subtitle and summary
        "圪洞巷", "圪洞", "洞巷",  # a name that no dictionary knows, and formatted within
        "COVID", "ｃｏｖｉｄ", "236", "２３６个", "5G", "5g网络", "全覆盖",
        "老城 摊位", "圪洞巷　便民圈", "开门,排队;5G",  # all of the words, wherever they stand
        "“买菜难”缓解", '"今天开门"', "「圪洞巷」 城东", '"老城南门一带"',
    ],
)  # fmt: skip
def test_an_article_is_found_by_its_title_and_by_every_word_it_says(market, words):
    result = found(words)
    assert (result.ids, result.how) == ([market.pk], "all")


@pytest.mark.parametrize(
    "words", ["巷的居民说去年", "个摊位共", "covi", "36", "城东 没有的词甲", '"开门 摊位"', "strong", "洞巷号"]
)
def test_what_it_does_not_say_does_not_find_it(market, words):
    assert found(words).how != "all"


@pytest.mark.parametrize(
    "words", ["東門大橋", "东门大桥", "東门大橋", "臺灣", "台湾", "頭髮", "头发", "ＴＡＩＰＥＩ101"]
)
@pytest.mark.parametrize("body", ["東門大橋、臺灣、頭髮、Taipei１０１", "东门大桥、台湾、头发、ＴＡＩＰＥＩ101"])
def test_traditional_and_simplified_full_and_half_width_and_case_are_one(others, body, words):
    article = make_article(body=f"<p>{body}</p>")
    assert found(words).ids == [article.pk]


@pytest.mark.parametrize("words", ["café", "cafe", "CAFE\u0301", "老\u200b城"])
def test_accents_and_what_has_no_width_make_no_difference(others, words):
    article = make_article(body="<p>Café 老城</p>")
    assert found(words).ids == [article.pk]


@pytest.mark.parametrize(
    "words", ["5G网络", "5G 网络", "“5G 网络”", "通了5G", "2026年", "2026 年", "11月26日", "“11 月26日停”"]
)
def test_a_space_beside_a_latin_word_or_a_number_makes_no_difference(others, words):
    loose = make_article(body="<p>村里通了 5G 网络。规划到 2026 年建成。11 月 26 日停水。</p>")
    close = make_article(body="<p>村里通了5G网络。规划到2026年建成。11月26日停水。</p>")
    result = found(words)
    assert (sorted(result.ids), result.how) == ([loose.pk, close.pk], "all")


def test_quotes_mean_the_phrase_loose_words_only_all_of_them():
    together = make_article(title="供暖 时间公布")
    apart = make_article(title="时间定了，供暖开始")
    assert set(found("供暖 时间").ids) == {together.pk, apart.pk}
    assert found("“供暖 时间”").ids == [together.pk]
    assert set(found("“供暖 时间").ids) == {together.pk, apart.pk}  # never closed


def test_a_word_of_three_characters_is_not_its_pairs():
    make_article(title="会议开了", body="<p>大会，会议。</p>")
    whole = make_article(title="大会议题")
    assert found("大会议").ids == [whole.pk]


def test_a_word_does_not_reach_from_one_part_into_the_next():
    make_article(title="一座古", summary="城的故事", body="<p>末尾</p><p>相接</p>")
    assert [found(word).how for word in ("古城", "尾相", "末尾相接")] == ["", "", "parts"]


def test_title_comes_before_tag_before_summary_before_body_and_newer_before_older():
    body = make_article(title="甲", body="<p>说到供暖</p>", published_at=ago(minutes=1))
    summary = make_article(title="乙", summary="说到供暖", published_at=ago(minutes=2))
    tag = make_article(title="丙", tags=[make_tag("供暖")], published_at=ago(minutes=3))
    older = make_article(title="供暖早知道", published_at=ago(days=900))
    newer = make_article(title="供暖到了", published_at=ago(days=800))
    exact = make_article(title="供 暖", published_at=ago(days=1000))
    exact.title = "供暖"
    exact.save()
    assert found("供暖").ids == [exact.pk, newer.pk, older.pk, tag.pk, summary.pk, body.pk]


def test_words_in_several_places_count_as_far_as_one_has_to_look():
    body = make_article(title="公交新线", body="<p>供暖</p>")
    tagged = make_article(title="公交改道", tags=[make_tag("供暖")], published_at=ago(days=1))
    assert found("公交 供暖").ids == [tagged.pk, body.pk]


def test_by_time_the_newest_is_first_wherever_the_word_stands():
    old = make_article(title="供暖", published_at=ago(days=5000))
    middle = make_article(body="<p>供暖</p>", published_at=ago(days=2000))
    new = make_article(summary="供暖", published_at=ago(days=1))
    assert found("供暖", sort="time").ids == [new.pk, middle.pk, old.pk]


def test_articles_of_every_age_are_found():
    ages = [0, 400, 800, 1600, 3200, 6400, 12_800, 25_000]
    articles = [make_article(title="县志", published_at=ago(days=days, minutes=1)) for days in ages]
    assert found("县志").ids == [article.pk for article in articles]


def test_filters_by_category_with_its_children_and_by_time():
    top, other = make_category(slug="jingji", name="经济"), make_category(slug="wenhua", name="文化")
    child = make_category(slug="nongye", name="农业", parent=top)
    times = [timedelta(hours=1), timedelta(days=3), timedelta(days=20), timedelta(days=200), timedelta(days=2000)]
    articles = [make_article(title="小米", category=child, published_at=timezone.now() - time) for time in times]
    make_article(title="小米", category=other)
    found_in = {
        time: len(found("小米", category="jingji", time=time).ids) for time in ("day", "week", "month", "year", "")
    }
    assert found_in == {"day": 1, "week": 2, "month": 3, "year": 4, "": len(articles)}
    assert len(found("小米", time="week").ids) == 3
    assert len(found("小米", category="meiyou", time="never", sort="best").ids) == 6


def test_a_single_character_is_looked_for_in_titles_and_tags():
    title = make_article(title="雪后")
    tag = make_article(title="无题", tags=[make_tag("雪景")], published_at=ago(days=3))
    make_article(title="别的", summary="下雪", body="<p>下雪了</p>")
    assert found("雪").ids == [title.pk, tag.pk]
    assert found("雪", sort="time").ids == [title.pk, tag.pk]


def test_beside_other_words_a_single_character_counts_anywhere():
    article = make_article(title="老城南门", body="<p>下雪了</p>")
    make_article(title="老城北门")
    assert found("老城 雪").ids == [article.pk]


def test_when_nothing_holds_a_long_word_its_parts_are_looked_for():
    make_tag("汾河岸")
    article = make_article(title="汾河岸步道开放", body="<p>供暖如期。</p>")
    make_article(title="汾河岸")
    result = found("汾河岸供暖")
    assert (result.ids, result.how, sorted(result.words)) == ([article.pk], "parts", ["供暖", "汾河岸"])


def test_when_nothing_holds_all_what_holds_most_comes_first():
    one = make_article(title="公交", published_at=ago(minutes=1))
    two = make_article(title="供暖与学校", published_at=ago(minutes=2))
    make_article(title="别的")
    result = found("公交 供暖 学校")
    assert (result.ids, result.how, sorted(result.words)) == ([two.pk, one.pk], "any", ["供暖", "公交", "学校"])


def test_of_articles_with_any_of_the_words_only_the_newest_of_each_are_listed():
    category = make_category()
    Article.objects.bulk_create(
        Article(
            title=f"{'供暖' if n % 2 else '公交'}{n}", category=category, state="published", published_at=ago(minutes=n)
        )
        for n in range(450)
    )
    make_article(title="学校")
    several, few = found("供暖 公交 学校"), found("学校 没有的词")
    assert (len(several.ids), several.more, several.how) == (401, True, "any")
    assert (len(few.ids), few.more, few.how) == (1, False, "any")


def test_nothing_is_found_where_nothing_is():
    make_article()
    result = found("没有的词")
    assert (result.ids, result.more, result.how, result.words) == ([], False, "", [])


def test_what_readers_must_not_see_is_never_found():
    hidden = make_hidden(summary="秘密甲", body="<p>秘密乙</p>", tags=[make_tag("秘密丙")])
    words = [
        *(article.title for article in hidden),
        "秘密甲",
        "秘密乙",
        "秘密丙",
        "秘",
        "秘密甲秘密乙",
        "秘密甲 没有的",
    ]
    assert {word: titles(word) for word in words} == {word: [] for word in words}
    Article.objects.update(state="published", published_at=ago(hours=1), expires_at=None)
    assert len(found("秘密乙").ids) == len(hidden)


@pytest.mark.parametrize("q", ["预告", "预告 明日", "预告明日", "预告 没有"])
def test_the_time_is_ours_whatever_the_clock_of_the_database_says(monkeypatch, q):
    """A page is kept by our clock: one that was drawn without an article must not outlive the moment it comes."""
    now = timezone.now()
    coming = make_article(title="预告", body="<p>明日</p>", published_at=now + timedelta(hours=1))
    make_article(title="预告", body="<p>明日</p>", published_at=ago(days=1), expires_at=now + timedelta(minutes=30))
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=1))
    assert found(q).ids == [coming.pk]


def test_of_very_many_only_a_thousand_are_listed():
    category = make_category()
    Article.objects.bulk_create(
        Article(title=f"供暖{n}", body="<p>暖</p>", category=category, state="published", published_at=ago(minutes=n))
        for n in range(1005)
    )
    result = found("供暖")
    assert (len(result.ids), result.more) == (1000, True)
