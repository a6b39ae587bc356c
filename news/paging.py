import re

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import Count, F, Subquery, Value
from django.http import Http404

from news.models.headline import COLUMNS, headline

PER_PAGE = 20
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class KeyPaginator(Paginator):
    """Pages of a queryset whose order an index holds: skips to the page by keys, then loads the page's rows alone.

    With OFFSET on the rows themselves the database reads every skipped one, body and all.
    """

    def _get_page(self, object_list, *args):
        return super()._get_page(self.object_list.filter(pk__in=object_list.values("pk")), *args)


class HeadlinePaginator(Paginator):
    """Pages of articles as headlines, each in one query: how many there are comes with the rows.

    With `number`, an expression or what somebody has counted already, so many are listed.
    """

    def __init__(self, articles, per_page: int = PER_PAGE, number=None):
        super().__init__(articles, per_page)
        self.number = number

    def page(self, number: int) -> Page:
        """Raises EmptyPage for a page behind the last."""
        first = (number - 1) * self.per_page
        if isinstance(self.number, int) and first >= self.number:
            raise EmptyPage
        articles = skip(self.object_list, first, self.per_page)
        number_of_all = total(self.object_list) if self.number is None else self.number
        if isinstance(number_of_all, int):
            number_of_all = Value(number_of_all)
        rows = list(articles.values_list(*COLUMNS, number_of_all))
        if not rows and number > 1:
            raise EmptyPage
        return self.page_with(rows, number)

    def page_with(self, rows: list[tuple], number: int) -> Page:
        """Of rows of COLUMNS and the number of all articles."""
        self.count = rows[0][-1] if rows else 0
        return Page([headline(*columns) for *columns, _ in rows], number, self)


def skip(articles, number: int, most: int):
    """Those that follow the first `number`, at most `most`. The skipped ones are counted by their keys alone."""
    return articles.model.objects.published().filter(pk__in=articles.values("pk")[number : number + most])


def total(articles) -> Subquery:
    """How many there are, as an expression; NULL for none."""
    return Subquery(articles.order_by().values(one=Value(1)).annotate(total=Count(F("pk"))).values("total"))


def number_in(request) -> int:
    """The number that ?page= asks for. Raises Http404 for anything that is none."""
    number = request.GET.get("page", "1")
    if not PAGE_NUMBER.fullmatch(number):
        raise Http404
    return int(number)


def page_in(request, paginator: Paginator) -> Page:
    """The page that ?page= asks for. Raises Http404 for anything that is not a page of this list."""
    try:
        return paginator.page(number_in(request))
    except EmptyPage as error:
        raise Http404 from error
