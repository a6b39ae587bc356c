"""Telling search engines at once what came, changed and went: IndexNow (Bing and others) and 百度.

The desk's deeds leave a row each in their own transaction (queue.py); `manage.py push_addresses`, which the minute's
job runs too, sends them (sending.py). Off until a key is configured; no editor ever waits for a search engine.
"""
