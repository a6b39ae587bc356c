-- news_monthcount: how many articles of a category went out in a month and stay for good. Those that go offline at a
-- time are few and counted when asked for; so is what is yet to come (news/month_counts.py).
CREATE FUNCTION news_count_articles() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted constant text := 'SELECT category_id, date_trunc(''month'', published_at AT TIME ZONE ''Asia/Shanghai'')::date'
        ' AS month, %s AS sign FROM %I WHERE state = ''published'' AND expires_at IS NULL';
    changes text;
    cell record;
    own bigint;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM news_monthcount;
        RETURN NULL;
    END IF;
    changes := concat_ws(' UNION ALL ',
        CASE WHEN TG_OP <> 'DELETE' THEN format(counted, 1, 'new_rows') END,
        CASE WHEN TG_OP <> 'INSERT' THEN format(counted, -1, 'old_rows') END);
    FOR cell IN EXECUTE
        'SELECT category_id, month, sum(sign)::int AS number FROM (' || changes || ') AS change'
        ' GROUP BY category_id, month HAVING sum(sign) <> 0'
    LOOP
        -- Who writes at the same time takes another row, and waits for nobody.
        SELECT id INTO own FROM news_monthcount WHERE category_id = cell.category_id AND month = cell.month
            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF FOUND THEN
            UPDATE news_monthcount SET number = number + cell.number WHERE id = own;
        ELSE
            INSERT INTO news_monthcount (category_id, month, number) VALUES (cell.category_id, cell.month, cell.number);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE TRIGGER news_counted_new AFTER INSERT ON news_article REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION news_count_articles();
CREATE TRIGGER news_counted_changed AFTER UPDATE ON news_article
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION news_count_articles();
CREATE TRIGGER news_counted_gone AFTER DELETE ON news_article REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION news_count_articles();
CREATE TRIGGER news_counted_emptied AFTER TRUNCATE ON news_article
    FOR EACH STATEMENT EXECUTE FUNCTION news_count_articles();

INSERT INTO news_monthcount (category_id, month, number)
    SELECT category_id, date_trunc('month', published_at AT TIME ZONE 'Asia/Shanghai')::date, count(*)
    FROM news_article WHERE state = 'published' AND expires_at IS NULL GROUP BY 1, 2;
