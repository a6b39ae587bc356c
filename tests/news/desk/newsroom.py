"""A newsroom of 三审: a category with as many steps as asked for, and people with what they may do."""

from django.contrib.auth.models import Permission, User

from news.desk import reviewing, revising
from news.models import Article, Entry, Review
from tests.factories import make_article, make_category, make_user


def make_draft(author: User | None, steps=3, **fields) -> Article:
    """A draft in 时政, which asks for `steps` reviews."""
    if "category" not in fields:
        fields["category"] = make_category("shizheng", "时政", review_steps=steps)
    fields = {"state": "draft", "published_at": None, "created_by": author, "title": "供暖改造完工"} | fields
    return make_article(**fields)


def submitted(author: User, steps=3, **fields) -> Article:
    article = make_draft(author, steps, **fields)
    reviewing.submit(article.pk, author)
    return fresh(article)


def passed(author: User, reviewer: User, steps=1, **fields) -> Article:
    """An article that waits for the signature."""
    article = submitted(author, steps, **fields)
    for step in range(1, steps + 1):
        reviewing.pass_step(article.pk, reviewer, step=step, seen=article.revision_number)
    return fresh(article)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def again(user: User) -> User:
    """The same person in their next request: rights are read once a request."""
    return User.objects.get(pk=user.pk)


def grant(user: User, *codenames: str) -> User:
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label="news", codename__in=codenames))
    return again(user)


def reviewer(username="shengao", *more: str) -> User:
    return grant(make_user(username), "view_article", "change_article", "review_article", "edit_others_article", *more)


def seen(article: Article) -> int:
    return revising.keep_pace(article.pk).revision_number


def review_of(article: Article) -> tuple[str, int]:
    """(state, step) of the newest review."""
    newest = Review.objects.filter(article=article).first()
    return newest.state, newest.step


def story(article: Article) -> list[tuple]:
    """(who, did what, at which step, to which revision, why), the oldest first."""
    lines = Entry.objects.of_article(article.pk).reverse()
    return [(line.actor.username, line.action, line.step, line.number, line.reason) for line in lines]
