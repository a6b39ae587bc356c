"""What is looked at before an article goes out: one module a family of rules, each a function `check(article, facts)`
that yields findings about the words in hand. They ask no database: facts.gather() has asked for all of them at once.

An error keeps the article from going out, a warning has to be seen first; news.desk.publishing holds to both.
"""

from collections.abc import Iterable

from news.checks import facts, leftovers, links, pictures, reprint, summary, title, words
from news.checks.finding import Finding, Report
from news.models import Article

__all__ = ["Finding", "Report", "check", "check_all", "confirmed"]

FAMILIES = [title, summary, reprint, pictures, links, words, leftovers]


def check(article: Article, user=None) -> Report:
    """What there is to say about the article as it stands in memory (see revising.working_copy). Six queries at most.

    `user` decides only which other articles may be named to them; nobody's are without one.
    """
    return check_all([article], user)[0]


def check_all(articles: Iterable[Article], user=None) -> list[Report]:
    """A report for each of the articles, in their order. As many queries as for one."""
    articles = list(articles)
    known = facts.gather(articles, user)
    return [Report([f for family in FAMILIES for f in family.check(article, known)]) for article in articles]


def confirmed(answers: Iterable[str]) -> set[str]:
    """The keys of the warnings that somebody has seen, from the values of the check boxes that they ticked."""
    return {key for answer in answers for key in answer.split()}
