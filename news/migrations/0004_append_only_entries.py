from django.db import migrations

# What the model says and SQL must keep: who passed what can be shown for ever.
FORWARD = """
CREATE FUNCTION news_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER news_entry_is_final BEFORE UPDATE OR DELETE ON news_entry
    FOR EACH ROW EXECUTE FUNCTION news_entry_is_final();
"""
BACKWARD = """
DROP TRIGGER news_entry_is_final ON news_entry;
DROP FUNCTION news_entry_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("news", "0003_desk")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
