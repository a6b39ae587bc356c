import pytest
from django.utils import timezone

from comments import claiming
from comments.models import Claim
from tests.factories import make_comment, make_user
from tests.races import at_once


@pytest.mark.django_db(transaction=True)
def test_of_many_who_want_the_same_at_once_each_comment_has_one():
    users = [make_user(f"shenhe{number}") for number in range(6)]
    for _ in range(10):
        ids = [make_comment().pk for _ in range(5)]
        calls = [lambda user=user, ids=ids: (user.pk, claiming.claim(ids, user)) for user in users]
        got = at_once(calls)
        assert sorted(pk for _, mine in got for pk in mine) == ids
        owners = {pk: user for user, mine in got for pk in mine}
        assert dict(Claim.objects.filter(comment__in=ids).values_list("comment", "moderator")) == owners


def test_an_ended_claim_is_taken_over(db):
    first, second, comment = make_user("yi"), make_user("er"), make_comment()
    assert claiming.claim([comment.pk], first) == {comment.pk}
    assert claiming.claim([comment.pk], second) == set()
    assert list(claiming.of_others(second)) == list(Claim.objects.all())
    Claim.objects.update(until=timezone.now())
    assert claiming.claim([comment.pk], second) == {comment.pk}
    assert claiming.claim([], second) == set()
