from news.search.excerpts import LENGTH, excerpt, marked, plain


def test_words_are_marked_and_everything_is_escaped():
    assert marked('<b>供暖</b> & "供暖"', ["供暖"]) == (
        "&lt;b&gt;<mark>供暖</mark>&lt;/b&gt; &amp; &quot;<mark>供暖</mark>&quot;"
    )


def test_an_excerpt_is_the_place_that_was_found():
    text = "前" * 300 + "供暖" + "后" * 300
    shown = excerpt(["摘要里没有", text], ["供暖"])
    assert shown == "…" + "前" * 24 + "<mark>供暖</mark>" + "后" * (LENGTH - 26) + "…"


def test_near_the_end_it_reaches_back():
    assert excerpt(["前" * 300 + "供暖"], ["供暖"]) == "…" + "前" * (LENGTH - 2) + "<mark>供暖</mark>"


def test_without_a_hit_it_is_the_beginning():
    assert [excerpt(["", "短短一句"], ["供暖"]), excerpt([], ["供暖"]), excerpt(["字" * 200], [])] == [
        "短短一句",
        "",
        "字" * LENGTH + "…",
    ]


def test_of_a_body_that_was_cut_within_a_tag_the_tag_is_left_out():
    assert plain('<p>说<strong>了</strong>什么</p><p>又 &amp; 又<a href="https://exam') == "说了什么 又 & 又"
