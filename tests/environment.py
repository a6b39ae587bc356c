"""Loaded by pytest before anything reads the settings (addopts in pyproject.toml): the tests' own database."""

import os

from dayuan import local

os.environ["SITE_URL"] = "http://localhost:8000"
os.environ["SITE_NAME"] = "大院"
os.environ["CONTACT_EMAIL"] = "jubao@example.cn"
os.environ["TRUSTED_PROXIES"] = ""
os.environ["DEBUG"] = "false"
os.environ["REDIS_URL"] = ""
# pytest-playwright keeps an event loop in the main thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
local.prepare(database="postgres-tests")
