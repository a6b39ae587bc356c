"""In which years or months rows have a moment, by the local clock."""

from datetime import datetime

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

# Truncating the moment of every row, as GROUP BY would, takes ten times as long as counting between two ends of an
# index. Clocks go by the zone, so the ends are local and looked up as moments.
COUNTS = """
    SELECT period, number
    FROM (
        SELECT date_trunc(%s, min(moment) AT TIME ZONE %s) AS first, max(moment) AT TIME ZONE %s AS last
        FROM ({moments}) AS row (moment)
    ) AS span,
    generate_series(first, last, %s::interval) AS period,
    LATERAL (
        SELECT count(*) AS number FROM ({moments}) AS row (moment)
        WHERE moment >= period AT TIME ZONE %s AND moment < (period + %s::interval) AT TIME ZONE %s
    ) AS counted
    WHERE number > 0 ORDER BY period
"""


def counts(queryset, field: str, kind: str) -> list[tuple[datetime, int]]:
    """(beginning, number of rows) of each "year", "month" or "day" that has rows, oldest first. One query."""
    try:
        moments, inner = queryset.order_by().values(field).query.sql_with_params()
    except EmptyResultSet:
        return []
    zone, step = timezone.get_current_timezone_name(), f"1 {kind}"
    with connection.cursor() as cursor:
        parameters = [kind, zone, zone, *inner, step, *inner, zone, step, zone]
        cursor.execute(COUNTS.format(moments=moments), parameters)
        return [(timezone.make_aware(period), number) for period, number in cursor.fetchall()]
