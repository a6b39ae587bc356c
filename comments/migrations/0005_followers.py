"""What the models say and SQL must keep: versions, revisions, threads and counts follow whoever writes."""

from django.db import migrations

FORWARD = """
-- Of one row: what its state and words bring with them.
CREATE FUNCTION comments_keep_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.name, NEW.body) IS DISTINCT FROM (OLD.name, OLD.body)
        AND NEW.revision <> OLD.revision + 1 AND NEW.state <> 'erased'
    THEN
        RAISE EXCEPTION 'the words of comment % change only with its revision', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.state, NEW.revision) IS DISTINCT FROM (OLD.state, OLD.revision) THEN
        NEW.version := OLD.version + 1;
    END IF;
    IF NEW.state = 'approved' AND NEW.published_at IS NULL THEN
        NEW.published_at := CASE TG_OP WHEN 'INSERT' THEN NEW.created_at ELSE clock_timestamp() END;
    END IF;
    IF NEW.root_id IS NOT NULL AND (
        TG_OP = 'INSERT' OR (NEW.root_id, NEW.parent_id, NEW.article_id)
            IS DISTINCT FROM (OLD.root_id, OLD.parent_id, OLD.article_id)
    ) AND NOT EXISTS (
        SELECT FROM comments_comment AS root JOIN comments_comment AS parent
            ON parent.id = NEW.parent_id AND coalesce(parent.root_id, parent.id) = root.id
        WHERE root.id = NEW.root_id AND root.root_id IS NULL AND root.article_id = NEW.article_id
    ) THEN
        RAISE EXCEPTION 'comment % answers nothing of its thread', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comments_keep_row BEFORE INSERT OR UPDATE ON comments_comment
    FOR EACH ROW EXECUTE FUNCTION comments_keep_row();

-- Of a statement: the sum for each article and each thread, locked in the order of their keys.
CREATE FUNCTION comments_add(articles bigint[], article_sums bigint[], roots bigint[], root_sums bigint[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF articles IS NOT NULL THEN
        INSERT INTO comments_articlecount (article_id, approved)
            SELECT id, 0 FROM unnest(articles) AS id ORDER BY id ON CONFLICT DO NOTHING;
        PERFORM FROM comments_articlecount WHERE article_id = ANY (articles) ORDER BY article_id FOR UPDATE;
        UPDATE comments_articlecount SET approved = approved + added.n
            FROM unnest(articles, article_sums) AS added(id, n) WHERE article_id = added.id;
    END IF;
    IF roots IS NOT NULL THEN
        PERFORM FROM comments_comment WHERE id = ANY (roots) ORDER BY id FOR UPDATE;
        UPDATE comments_comment AS root SET replies = replies + added.n
            FROM unnest(roots, root_sums) AS added(id, n) WHERE root.id = added.id;
    END IF;
END $$;

CREATE FUNCTION comments_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    articles bigint[]; article_sums bigint[]; roots bigint[]; root_sums bigint[];
    changes text := 'SELECT article_id, root_id, {sign} AS n FROM {rows} WHERE state = ''approved''';
BEGIN
    changes := CASE TG_OP
        WHEN 'INSERT' THEN replace(replace(changes, '{sign}', '1'), '{rows}', 'new_rows')
        WHEN 'DELETE' THEN replace(replace(changes, '{sign}', '-1'), '{rows}', 'old_rows')
        ELSE replace(replace(changes, '{sign}', '1'), '{rows}', 'new_rows') || ' UNION ALL '
            || replace(replace(changes, '{sign}', '-1'), '{rows}', 'old_rows')
    END;
    EXECUTE 'WITH changes AS (' || changes || '),
        by_article AS (SELECT article_id AS id, sum(n) AS n FROM changes GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 1),
        by_root AS (SELECT root_id AS id, sum(n) AS n FROM changes WHERE root_id IS NOT NULL
            GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 1)
        SELECT (SELECT array_agg(id ORDER BY id) FROM by_article), (SELECT array_agg(n ORDER BY id) FROM by_article),
               (SELECT array_agg(id ORDER BY id) FROM by_root), (SELECT array_agg(n ORDER BY id) FROM by_root)'
        INTO articles, article_sums, roots, root_sums;
    PERFORM comments_add(articles, article_sums, roots, root_sums);
    RETURN NULL;
END $$;
CREATE TRIGGER comments_follow_new AFTER INSERT ON comments_comment
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION comments_follow();
CREATE TRIGGER comments_follow_changed AFTER UPDATE ON comments_comment
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION comments_follow();
CREATE TRIGGER comments_follow_gone AFTER DELETE ON comments_comment
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION comments_follow();
CREATE FUNCTION comments_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM comments_articlecount;
    RETURN NULL;
END $$;
CREATE TRIGGER comments_emptied AFTER TRUNCATE ON comments_comment
    FOR EACH STATEMENT EXECUTE FUNCTION comments_emptied();

-- Likes, and reports that nobody has handled, of a comment. The argument: which column, and which rows count.
CREATE FUNCTION comments_tally_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changes text := 'SELECT comment_id, {sign} AS n FROM {rows} WHERE ' || TG_ARGV[1];
BEGIN
    changes := CASE TG_OP
        WHEN 'INSERT' THEN replace(replace(changes, '{sign}', '1'), '{rows}', 'new_rows')
        WHEN 'DELETE' THEN replace(replace(changes, '{sign}', '-1'), '{rows}', 'old_rows')
        ELSE replace(replace(changes, '{sign}', '1'), '{rows}', 'new_rows') || ' UNION ALL '
            || replace(replace(changes, '{sign}', '-1'), '{rows}', 'old_rows')
    END;
    EXECUTE format('WITH changes AS (SELECT comment_id AS id, sum(n) AS n FROM (' || changes || ') AS rows
            GROUP BY 1 HAVING sum(n) <> 0),
        held AS (SELECT id FROM comments_comment WHERE id IN (SELECT id FROM changes) ORDER BY id FOR UPDATE)
        UPDATE comments_comment AS counted SET %1$I = %1$I + changes.n
            FROM changes JOIN held USING (id) WHERE counted.id = changes.id', TG_ARGV[0]);
    RETURN NULL;
END $$;
"""
COUNTED = {"comments_like": ("likes", "true"), "comments_report": ("reports", "outcome = ''''")}
EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS new_rows",
    "UPDATE": "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "REFERENCING OLD TABLE AS old_rows",
}
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table} {rows}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION comments_tally_up('{column}', '{counts}');\n"
    for table, (column, counts) in COUNTED.items()
    for event, rows in EVENTS.items()
)
# What was there before.
FILL = """
INSERT INTO comments_articlecount (article_id, approved)
    SELECT article_id, count(*) FROM comments_comment WHERE state = 'approved' GROUP BY 1;
UPDATE comments_comment SET published_at = created_at WHERE state = 'approved';

-- Of an erased person the log keeps the act alone.
CREATE OR REPLACE FUNCTION comments_decision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.note = ''
        AND (to_jsonb(NEW) - 'note') = (to_jsonb(OLD) - 'note')
        AND EXISTS (SELECT FROM comments_comment WHERE id = OLD.comment_id AND state = 'erased')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'decisions are append-only' USING ERRCODE = 'check_violation';
END $$;
"""
BACKWARD = """
DROP TRIGGER comments_keep_row ON comments_comment;
DROP FUNCTION comments_keep_row();
DROP TRIGGER comments_follow_new ON comments_comment;
DROP TRIGGER comments_follow_changed ON comments_comment;
DROP TRIGGER comments_follow_gone ON comments_comment;
DROP FUNCTION comments_follow();
DROP TRIGGER comments_emptied ON comments_comment;
DROP FUNCTION comments_emptied();
DROP FUNCTION comments_add(bigint[], bigint[], bigint[], bigint[]);
DROP FUNCTION comments_tally_up() CASCADE;
CREATE OR REPLACE FUNCTION comments_decision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decisions are append-only' USING ERRCODE = 'check_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_threads")]
    operations = [migrations.RunSQL(FORWARD + TRIGGERS + FILL, BACKWARD)]
