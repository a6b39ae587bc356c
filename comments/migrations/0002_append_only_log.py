from django.db import migrations

# What the models say and SQL must keep: a decision is for ever, and no comment changes its state without one.
FORWARD = """
CREATE FUNCTION comments_decision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decisions are append-only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER comments_decision_is_final BEFORE UPDATE OR DELETE ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION comments_decision_is_final();

CREATE FUNCTION comments_state_has_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IS DISTINCT FROM
        (SELECT to_state FROM comments_decision WHERE comment_id = NEW.id ORDER BY id DESC LIMIT 1)
    THEN
        RAISE EXCEPTION 'the state of comment % changes only by a decision', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comments_state_has_decision BEFORE UPDATE OF state ON comments_comment
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION comments_state_has_decision();
"""
BACKWARD = """
DROP TRIGGER comments_state_has_decision ON comments_comment;
DROP FUNCTION comments_state_has_decision();
DROP TRIGGER comments_decision_is_final ON comments_decision;
DROP FUNCTION comments_decision_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
