# `make run` and `make test` are all a newcomer needs; CONTRIBUTING.md explains the rest.
.DEFAULT_GOAL := help
.PHONY: help run dev test check lint format lock
.DELETE_ON_ERROR:

PYTHON ?= python3
export PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
# Debian's python3 comes without pip; the wheel here is pip itself, so nothing else has to be installed by hand.
PIP := $(PY) vendor/pip-26.3-py3-none-any.whl/pip

help:
	@echo "make run     start the site on http://127.0.0.1:$(PORT)"
	@echo "make test    run every test"
	@echo "make dev     start it with autoreload and error pages for developers"
	@echo "make check   what CI runs besides the tests: lint, migrations, deployment checks"
	@echo "make lint / make format / make lock"

run: $(VENV)/installed var/static/staticfiles.json
	@exec $(PY) manage.py serve

dev: $(VENV)/installed
	@DEBUG=true $(PY) manage.py migrate --verbosity 0
	@DEBUG=true exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/installed node_modules/installed
	@command -v chromium >/dev/null || { echo "Chromium is missing: apt-get install chromium"; exit 1; }
	@command -v java >/dev/null || { echo "Java is missing: apt-get install default-jre-headless"; exit 1; }
	@command -v nginx >/dev/null || { echo "nginx is missing: apt-get install nginx-light"; exit 1; }
	@command -v redis-server >/dev/null || { echo "Redis is missing: apt-get install redis-server"; exit 1; }
	@$(PY) -m pytest -q --numprocesses=2

check: $(VENV)/installed lint
	@$(PY) manage.py makemigrations --check --dry-run
	@SITE_URL=https://www.example.cn SECRET_KEY=$$(head -c 64 /dev/urandom | od -An -tx1 | tr -d ' \n') TRUSTED_PROXIES=127.0.0.1/32 \
		$(PY) manage.py check --deploy --fail-level WARNING

lint: $(VENV)/installed
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

format: $(VENV)/installed
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

# PIP_CONFIG_FILE: a machine's own index addresses must not get into the locks.
LOCK := PIP_CONFIG_FILE=/dev/null $(VENV)/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock: $(VENV)/installed
	@$(LOCK) --output-file requirements.txt pyproject.toml
	@$(LOCK) --extra redis --output-file requirements-redis.txt pyproject.toml
	@$(LOCK) --extra dev --extra redis --output-file requirements-dev.txt pyproject.toml

# Two that prepare the same clone at once would clear away each other's files.
ONE_AT_A_TIME := mkdir -p var && exec 9>var/make.lock && { flock -n 9 || { echo "Waiting for another make ..."; flock 9; }; }

# Both say in one line what a bare machine lacks; an interrupted installation begins anew.
$(VENV)/installed: requirements-dev.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed, $(PYTHON) is older"; exit 1; }
	@$(ONE_AT_A_TIME); if [ $@ -nt requirements-dev.txt ]; then exit 0; fi; \
	echo "Installing into $(VENV) (once) ..."; \
	$(PYTHON) -m venv --without-pip --clear $(VENV) || exit 1; \
	$(PIP) install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt \
		|| { echo "The packages of requirements-dev.txt could not be installed: is the package index reachable?"; exit 1; }; \
	touch $@

node_modules/installed: package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: apt-get install npm"; exit 1; }
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

var/static/staticfiles.json: $(VENV)/installed dayuan/storage.py dayuan/apps.py $(shell find static news/static -type f 2>/dev/null)
	@$(ONE_AT_A_TIME); if [ -e $@ ] && [ -z "$$(find $^ -newer $@)" ]; then exit 0; fi; \
	$(PY) manage.py collectstatic --noinput --clear --verbosity 0 && touch $@
