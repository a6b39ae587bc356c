from collections.abc import Iterator

from comments import word_list
from comments.gate.verdicts import Mark, Post, Refused
from comments.models import CommentWord

REFUSED = "里有不能发表的词语，请修改后再提交"


def listed_words(post: Post) -> Iterator[Mark]:
    """Refuses or marks by the list; every word that was found counts a hit, whatever comes of it."""
    words = word_list.current()
    found = {field: words.find(text) for field, text in (("name", post.name), ("body", post.body))}
    hits = [hit for field_hits in found.values() for hit in field_hits]
    CommentWord.objects.count_hits({hit.row.pk for hit in hits})
    for field, label in (("name", "称呼"), ("body", "内容")):
        if any(hit.row.action == CommentWord.Action.REJECT for hit in found[field]):
            raise Refused("word", label + REFUSED, field)
    if hits:
        yield Mark.WORD
