"""The whole demo site in one transaction: it is there or it is not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from comments.gate.verdicts import RISK
from comments.models import Comment, CommentWord
from comments.moderation import Act, decide
from comments.reasons import Occasion, Reason
from comments.word_csv import COMMENT_WORDS
from directory.models import Service
from news import picture_files
from news.desk import reviewing
from news.models import Article, Category, Picture, Source, WordRule
from news.word_csv import WORD_RULES
from operations.demo.accounts import make_accounts
from operations.demo.entries import make_entries
from operations.demo.front import make_front
from operations.demo.gallery import make_pictures
from operations.demo.readers import make_clicks, make_readings
from operations.demo.stories import Story, make_categories, read_stories
from operations.exchange.reading import ArticleLine
from operations.exchange.storing import store

FOLDER = Path(__file__).parent
LOCK = 5_587_600  # any number that nothing else locks


class NotEmpty(Exception):
    """The site has articles or users of its own."""


def load(password: str, say: Callable[[str], None], drawn: Callable[[], None]) -> str:
    """Make the demo site and return what there is in one line. Raises NotEmpty.

    `say` hears how many pictures there are to draw, `drawn` of each when it is done.
    """
    now, pictures = timezone.now(), {}
    with files_only_if_saved(pictures), transaction.atomic():
        wait_for_others()
        if Article.objects.exists() or User.objects.exists():
            raise NotEmpty
        users, stories = make_accounts(password), read_stories(FOLDER)
        make_categories(FOLDER)
        # Where several articles show a picture, the oldest says what is on it.
        wanted = {key: words for story in reversed(stories) for key, words in story.pictures().items()}
        say(f"drawing {len(wanted)} pictures")
        for key, picture in make_pictures(wanted, users["bianji"]):
            pictures[key] = picture
            drawn()
        lines = make_articles(stories, pictures, now)
        sign_articles(users)
        submit_drafts(users["jizhe"])
        Source.objects.update(allowed=True)
        WordRule.objects.bulk_create(WORD_RULES.compare((FOLDER / "words.csv").read_text()).added)
        CommentWord.objects.bulk_create(COMMENT_WORDS.compare((FOLDER / "comment-words.csv").read_text()).added)
        decide_comments(stories, lines, users["shenhe"])
        make_readings(dict(zip([line.id for line in lines], [story.views for story in stories], strict=True)), now)
        make_front(FOLDER, {story.given["key"]: line.id for story, line in zip(stories, lines, strict=True)}, now)
        make_entries(FOLDER)
        make_clicks(timezone.localdate(now))
    return (
        f"loaded {len(lines)} articles, {len(pictures)} pictures, {Comment.objects.count()} comments, "
        f"{Service.objects.count()} services and {len(users)} accounts"
    )


def wait_for_others() -> None:
    """Two runs at once: the second finds the first one's articles instead of failing on the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@contextmanager
def files_only_if_saved(pictures: dict) -> Iterator[None]:
    """A transaction that fails takes its rows back by itself, but not the files."""
    try:
        yield
    except BaseException:
        for picture in pictures.values():
            picture_files.remove(picture.file)
        raise


def make_articles(stories: list[Story], pictures: dict[tuple, Picture], now: datetime) -> list[ArticleLine]:
    """Store the stories as import_articles would; the oldest gets the lowest number. Raises Refused."""
    lines = [story.line(number, now, pictures) for number, story in enumerate(stories, start=1)]
    for number, refused in store(lines).refused:
        raise refused.under(stories[number - 1].given["key"])
    return lines


def sign_articles(users: dict[str, User]) -> None:
    """Every article as if a 记者 had written it shortly before an 编辑 published it."""
    articles = list(Article.objects.only("state", "published_at", "created_at", "updated_at"))
    for article in articles:
        waits = article.state == Article.State.DRAFT or article.published_at > article.updated_at
        changed = article.updated_at if waits else article.published_at
        article.created_at, article.updated_at = changed - timedelta(hours=2), changed
        article.created_by = users["jizhe"]
        article.updated_by = users["jizhe" if article.state == Article.State.DRAFT else "bianji"]
    Article.objects.bulk_update(articles, ["created_at", "updated_at", "created_by", "updated_by"])


def submit_drafts(writer: User) -> None:
    """Where reviews are asked for, the drafts lie on the reviewers' desks."""
    drafts = Article.objects.filter(state=Article.State.DRAFT, category__in=Category.objects.with_review())
    for pk in drafts.values_list("pk", flat=True):
        reviewing.submit(pk, writer)


def decide_comments(stories: list[Story], lines: list[ArticleLine], moderator: User) -> None:
    """Approve and reject as the stories say, each decision logged; the others wait, with the marks of the gate."""
    states, marks = {}, {}
    for story, line in zip(stories, lines, strict=True):
        for given, said in zip(story.comments, line.comments, strict=True):
            states[line.id, said.created_at, said.name, said.body] = given["state"]
            marks[line.id, said.created_at, said.name, said.body] = given.get("marks", [])
    chosen = {Comment.State.APPROVED: [], Comment.State.REJECTED: []}
    for pk, *said in Comment.objects.values_list("pk", "article", "created_at", "name", "body"):
        if (state := states[tuple(said)]) in chosen:
            chosen[state].append(pk)
        if found := marks[tuple(said)]:
            Comment.objects.filter(pk=pk).update(marks=found, risk=sum(RISK[mark] for mark in found))
    for state, keys in chosen.items():
        reason = Occasion.FIT if state == Comment.State.APPROVED else Reason.OTHER
        decide(Comment.objects.filter(pk__in=keys).versions(), Act(state, moderator, reason))
