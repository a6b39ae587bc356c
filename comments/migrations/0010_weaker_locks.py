"""Counting holds rows as an UPDATE does, not as a DELETE would: who only refers to them needn't wait.

A new answer refers to two comments, in another order than a moderator holds them in; with the stronger lock each could
wait for the other.
"""

from django.db import migrations

CHANGE = """
DO $$ DECLARE
    name regprocedure;
BEGIN
    FOREACH name IN ARRAY ARRAY['comments_add(bigint[], bigint[], bigint[], bigint[])', 'comments_tally_up()']::regprocedure[]
    LOOP
        EXECUTE replace(pg_get_functiondef(name), '{former}', '{new}');
    END LOOP;
END $$
"""
STRONG, WEAK = "FOR UPDATE", "FOR NO KEY UPDATE"


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_official")]
    operations = [
        migrations.RunSQL(CHANGE.format(former=STRONG, new=WEAK), CHANGE.format(former=WEAK, new=STRONG)),
    ]
