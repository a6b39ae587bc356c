"""One number that rises with every committed write that a reader could see; whatever holds a page compares it.

Triggers raise it in the writer's own transaction, so no way of writing can forget it: admin, shell, update(), SQL,
TRUNCATE. Before the commit nobody sees it risen, after a rollback nobody ever does.

One row would make writers wait for each other: a long import would hold up every save. So each transaction takes the
first row that nobody has locked, or adds one, and the version is the sum. There are as many rows as there once were
writers at the same time. A transaction raises once, however many statements it has.
"""

from weakref import WeakSet

import psycopg2
from django.db import DEFAULT_DB_ALIAS, Error, connections, migrations

# Not the table of a model: what empties all tables of models must not set the version back.
CREATE = """
CREATE TABLE content_version (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, value bigint NOT NULL);
INSERT INTO content_version (value) VALUES (1);

-- The argument, if any, says which rows readers may see: a statement that wrote none of them raises nothing.
CREATE FUNCTION raise_content_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seen boolean := TG_NARGS = 0 OR TG_OP = 'TRUNCATE';
    own integer;
BEGIN
    IF NOT seen AND TG_OP IN ('INSERT', 'UPDATE') THEN
        EXECUTE 'SELECT EXISTS (SELECT FROM new_rows WHERE ' || TG_ARGV[0] || ')' INTO seen;
    END IF;
    IF NOT seen AND TG_OP IN ('UPDATE', 'DELETE') THEN
        EXECUTE 'SELECT EXISTS (SELECT FROM old_rows WHERE ' || TG_ARGV[0] || ')' INTO seen;
    END IF;
    -- Both the setting and what was raised are undone by a rollback to a savepoint.
    IF NOT seen OR current_setting('dayuan.content_raised', true) = pg_current_xact_id()::text THEN
        RETURN NULL;
    END IF;
    SELECT id INTO own FROM content_version ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        UPDATE content_version SET value = value + 1 WHERE id = own;
    ELSE
        INSERT INTO content_version (value) VALUES (1);
    END IF;
    PERFORM set_config('dayuan.content_raised', pg_current_xact_id()::text, true);
    RETURN NULL;
END $$;
"""
DROP = "DROP FUNCTION raise_content_version(); DROP TABLE content_version;"
TRIGGER = """
CREATE TRIGGER {table}_{name} AFTER {event} ON {table} {rows}
    FOR EACH STATEMENT EXECUTE FUNCTION raise_content_version({argument});
"""
ROWS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
    "TRUNCATE": "",
}

# Tables that no page of readers shows anything of, or (counters) that pages may lag behind by a minute. Every other
# table must be watched: tests/operations/test_content_version.py looks at all there are.
UNWATCHED = {
    *"auth_group auth_group_permissions auth_permission auth_user auth_user_groups auth_user_user_permissions".split(),
    *"axes_accessattempt axes_accessattemptexpiration axes_accessfailurelog axes_accesslog".split(),
    *"captcha_captchastore comments_appeal comments_block comments_claim comments_comment".split(),
    *"comments_commentrevision comments_commentword comments_decision comments_like comments_networklog".split(),
    *"comments_commentwordversion comments_refusal comments_replynotice comments_report comments_tally".split(),
    *"django_admin_log django_content_type django_session django_tasks_database_dbtaskresult".split(),
    # What counts articles follows them within their own statements.
    *"news_addresspush news_monthcount news_pushquota".split(),
    *"news_autosave news_categoryright news_editingsession news_entry news_jobrun news_missingaddress".split(),
    *"news_previewlink news_review news_revision news_wordlistversion news_wordrule".split(),
    *"traffic_dailyclicks traffic_dailyreadings".split(),
}


def watch(table: str, seen_if: str = "") -> migrations.RunSQL:
    """The operation of a migration that makes every write to `table` raise the version.

    `seen_if` is an SQL condition on a row of it: of statements that wrote only other rows, before and after, no reader
    sees anything. It may look at that row alone; what another transaction is changing meanwhile it would see too late.
    """
    if seen_if:
        argument = "'{}'".format(seen_if.replace("'", "''"))
        triggers = [
            TRIGGER.format(table=table, name=f"{event.lower()}_seen", event=event, rows=rows, argument=argument)
            for event, rows in ROWS.items()
        ]
        names = [f"{table}_{event.lower()}_seen" for event in ROWS]
    else:
        event = "INSERT OR UPDATE OR DELETE OR TRUNCATE"
        triggers = [TRIGGER.format(table=table, name="seen", event=event, rows="", argument="")]
        names = [f"{table}_seen"]
    return migrations.RunSQL("".join(triggers), "".join(f"DROP TRIGGER {name} ON {table};" for name in names))


class Unknown(Exception):
    """The database is gone, or has not been migrated yet."""


QUESTION = "SELECT coalesce(sum(value), 0)::bigint FROM content_version"
_prepared = WeakSet()  # connections of psycopg2


def current() -> int:
    """The version that is committed now. Raises Unknown when the database doesn't say.

    Asked before anything else of a request, and of most requests the only thing. So what comes from an earlier
    request is tried as it is, which is the look whether it still lives, too: prepared, without the health check and
    Django's cursor, the answer costs both sides a third.
    """
    database = connections[DEFAULT_DB_ALIAS]
    raw = database.connection
    if raw is not None and not database.execute_wrappers and not database.force_debug_cursor:
        try:
            return _ask_prepared(raw)
        except psycopg2.Error:
            database.close()
    try:
        with database.cursor() as cursor:
            cursor.execute(QUESTION)
            return cursor.fetchone()[0]
    except Error as error:
        raise Unknown from error


def _ask_prepared(raw) -> int:
    with raw.cursor() as cursor:
        if raw not in _prepared:
            cursor.execute(f"PREPARE content_version AS {QUESTION}")
            _prepared.add(raw)
        cursor.execute("EXECUTE content_version")
        return cursor.fetchone()[0]
