from django.db import connection


def test_database_speaks_utf8_and_knows_chinese_letters(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), 'é' ~ '[[:alpha:]]', lower('É')")
        assert cursor.fetchone() == ("UTF8", True, "é")
