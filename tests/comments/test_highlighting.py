import pytest

from comments.highlighting import highlighted


@pytest.mark.parametrize(
    ("text", "spans", "html"),
    [
        ("去赌博网", [(1, 3)], "去<mark>赌博</mark>网"),
        ("<b>赌</b>", [(3, 4)], "&lt;b&gt;<mark>赌</mark>&lt;/b&gt;"),
        ("<>", [(0, 1)], "<mark>&lt;</mark>&gt;"),
        ("一二三四", [(2, 4), (0, 3)], "<mark>一二三四</mark>"),
        ("{}{0}", [], "{}{0}"),
        ("", [], ""),
    ],
)
def test_words_are_marked_and_everything_is_escaped(text, spans, html):
    assert highlighted(text, spans) == html
