"""How gunicorn serves the site, under `manage.py serve` and under deploy/systemd alike: it looks for this file here."""

import gc

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
keepalive = 5
max_requests = 200_000  # a worker that leaks is replaced before anybody notices, its pages are drawn anew,
max_requests_jitter = 20_000  # and never both at once
loglevel = "warning"
limit_request_line = 0  # a search for ten thousand characters gets a page of ours
forwarded_allow_ips = ""  # who the visitor is says no header but those that TRUSTED_PROXIES lets say it
# Code and dictionaries, a hundred megabytes, are there once for all workers. So a new release needs a restart.
preload_app = True


def when_ready(server):
    """What is loaded by now stays. Looking through it for garbage would copy it into every worker."""
    gc.collect()
    gc.freeze()
