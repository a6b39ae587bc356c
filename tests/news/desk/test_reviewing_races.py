"""Several people deciding about one article in the same moment: one decides, the others hear of it."""

import pytest
from django.core.exceptions import ValidationError

from news.desk import publishing, reviewing, revising
from news.models import Entry
from tests.factories import make_user
from tests.news.desk.newsroom import again, fresh, make_draft, passed, review_of, reviewer, submitted
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def outcome(deed, *args, **kwargs):
    """A call for at_once(): "done", or what the refusal says."""

    def call():
        try:
            deed(*args, **kwargs)
        except ValidationError as error:
            return "；".join(error.messages)
        return "done"

    return call


def actions(article) -> list[str]:
    return list(Entry.objects.of_article(article.pk).reverse().values_list("action", flat=True))


def people() -> tuple:
    return make_user("jizhe", "记者"), reviewer("jia", "publish_article"), reviewer("yi", "publish_article")


def test_two_pass_the_same_step():
    writer, first, second = people()
    article = submitted(writer, 3)
    for step in [1, 2, 3]:
        said = at_once(
            [outcome(reviewing.pass_step, article.pk, again(who), step=step, seen=1) for who in [first, second]]
        )
        stage = ["待复审", "待终审", "待签发"][step - 1]
        assert sorted(said) == sorted(["done", f"别人刚处理过，现在是“{stage}”"])
    assert actions(article) == ["submitted", "passed", "passed", "passed"]


def test_one_passes_while_the_other_sends_back():
    writer, first, second = people()
    article = make_draft(writer, 3)
    for _ in range(ROUNDS):
        reviewing.submit(article.pk, writer)
        passing = outcome(reviewing.pass_step, article.pk, again(first), step=1, seen=1)
        returning = outcome(reviewing.send_back, article.pk, again(second), step=1, seen=1, to=0, reason="改")
        said = at_once([passing, returning])
        assert said.count("done") == 1
        assert review_of(article) == (("open", 2) if said[0] == "done" else ("returned", 1))
        if fresh(article).running_review():
            reviewing.take_back(article.pk, writer)


def test_two_sign_at_once():
    writer, first, second = people()
    article = passed(writer, first)
    said = at_once([outcome(publishing.publish, article.pk, again(who), seen=1) for who in [first, second]])
    assert sorted(said) == sorted(["done", "已经发布"])
    assert (fresh(article).state, actions(article).count("published")) == ("published", 1)


def test_one_signs_while_the_writer_takes_it_back():
    writer, first, _ = people()
    article = passed(writer, first)
    said = at_once(
        [
            outcome(publishing.publish, article.pk, again(first), seen=1),
            outcome(reviewing.take_back, article.pk, again(writer)),
        ]
    )
    ends = {
        ("done", "没有在审核"): ("published", "signed"),
        ("“时政”的稿件要先送审", "done"): ("draft", "taken_back"),
    }
    assert (fresh(article).state, review_of(article)[0]) == ends[tuple(said)]


def test_one_publishes_the_update_while_another_withdraws():
    writer, first, second = people()
    article = passed(writer, first)
    publishing.publish(article.pk, first)
    article.category.review_steps = 0
    article.category.save()
    for number in range(ROUNDS):
        before = fresh(article)
        revising.save(article.pk, {**before.content(), "title": f"第{number}题"}, first)
        said = at_once(
            [
                outcome(publishing.publish, article.pk, again(first)),
                outcome(publishing.withdraw, article.pk, again(second), "有误"),
            ]
        )
        after = fresh(article)
        assert (said[0] in {"done", "已撤稿，要先退回草稿"}, said[1]) == (True, "done")
        # Withdrawn either way, and nobody's words are lost.
        assert (after.state, after.title) == ("withdrawn", f"第{number}题")
        publishing.return_to_draft(article.pk, second)
        publishing.publish(article.pk, first)


def test_one_submits_while_another_submits():
    writer, first, _ = people()
    article = make_draft(writer, 2)
    said = at_once([outcome(reviewing.submit, article.pk, again(who)) for who in [writer, first]])
    assert sorted(said) == sorted(["done", "已经送审（待初审）"])
    assert actions(article) == ["submitted"]


def test_a_save_and_a_decision_at_once_never_pass_words_unseen():
    writer, first, second = people()
    article = submitted(writer, 1)
    content = article.content() | {"title": "同时改的"}
    said = at_once(
        [
            outcome(reviewing.pass_step, article.pk, again(first), step=1, seen=1),
            outcome(revising.save, article.pk, content, again(second)),
        ]
    )
    assert said[1] == "done"
    if said[0] == "done":
        with pytest.raises(ValidationError, match="审核通过之后又有修改"):
            publishing.publish(article.pk, first)
    else:
        assert said[0] == "您看过之后，稿件又有新的修改，请看过再决定"
