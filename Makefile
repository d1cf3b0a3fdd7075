# The commands people type. `make` alone lists them.

PORT ?= 8000
PYTHON ?= python3
ARGS ?=
CASES ?= 6000
SEED ?= $(shell date +%s)

VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/.requirements
DEVELOPMENT := $(VENV)/.requirements-dev
SOURCES := $(wildcard locale/*/LC_MESSAGES/*.po)
CATALOGUES := $(SOURCES:.po=.mo)
PIP_INSTALL := $(PY) -m pip install --require-hashes --disable-pip-version-check --no-input -qq
UV_COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

# Throw-away values: production settings refuse to start without their variables, and `check` only
# reads them. Nothing connects to this database.
PRODUCTION := DJANGO_SETTINGS_MODULE=config.settings.production \
	SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	ALLOWED_HOSTS=www.example.org WAGTAILADMIN_BASE_URL=https://www.example.org \
	DATABASE_URL=postgres://nobody:nothing@127.0.0.1:1/none

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help prepare run test lint screenshots handbook format audit sbom openapi lock

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do \
		printf '  make %-16s %s\n' "$$name" "$$text"; done

run: check-port $(RUNTIME) $(CATALOGUES) ## the whole site on 127.0.0.1:8000; PORT=8001 for another port
	@WAGTAILADMIN_BASE_URL="$${WAGTAILADMIN_BASE_URL:-http://127.0.0.1:$(PORT)}" \
		exec $(PY) manage.py up --port='$(PORT)'

# Before anything long, so that a port in use is said at once and not after a minute.
.PHONY: check-port check-python
check-port: check-python
	@$(PYTHON) -I site/operations/ports.py -- '$(PORT)'

check-python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "$(PYTHON) is not installed; install Python 3.11 or newer, or name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is $$($(PYTHON) -V 2>&1); Python 3.11 or newer is needed, name one: make PYTHON=python3.12 …" >&2; exit 1; }

test: $(DEVELOPMENT) $(CATALOGUES) ## the tests, on SQLite or on DATABASE_URL; ARGS= goes to pytest
	$(PY) -m pytest -n auto $(ARGS)
	@# A whole run on SQLite is followed by what needs PostgreSQL, where psql alone would reach one.
	@[ -n "$$DATABASE_URL$(if $(ARGS),x)" ] || ! $(PY) -m tests.services || \
		DATABASE_URL=postgres:///postgres $(PY) -m pytest -m postgres

prepare: $(DEVELOPMENT) $(CATALOGUES)

lint: lint-code lint-templates lint-floors lint-migrations lint-texts lint-deployment ## all that can be checked without running the site; with -k it goes on after a failure

.PHONY: lint-code lint-templates lint-floors lint-migrations lint-texts lint-deployment
lint-code lint-templates lint-floors lint-migrations lint-texts lint-deployment: $(DEVELOPMENT)

lint-code:
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

lint-templates:
	$(VENV)/bin/djhtml --check --tabwidth 4 templates
	$(VENV)/bin/djlint --lint --quiet templates

lint-floors:
	PYTHONPATH=site:. $(VENV)/bin/lint-imports --no-cache

lint-migrations:
	DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run --settings config.settings.test
	$(PY) -m tests.lint_migrations

lint-texts:
	$(PY) manage.py catalogues check

lint-deployment: $(CATALOGUES)
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING

.PHONY: production-check fuzz bench-servers
production-check: $(DEVELOPMENT) $(CATALOGUES) ## the production settings as processes on this machine, driven; needs PostgreSQL and Redis
	@$(PY) -m tests.production.check

fuzz: $(DEVELOPMENT) $(CATALOGUES) ## CASES=6000 strange requests to every public address, others each time; SEED=1 for the same
	@FUZZ_CASES='$(CASES)' FUZZ_SEED='$(SEED)' $(PY) -m pytest -q --show-capture=no tests/fuzzing $(ARGS)

bench-servers: $(DEVELOPMENT) $(CATALOGUES) ## gunicorn and granian on this site; ARGS="--rounds 5"; on a quiet machine
	@$(PY) -m tests.benchmarks.servers $(ARGS)

.PHONY: bench
bench: $(DEVELOPMENT) $(CATALOGUES) ## how fast the site is, beside a constant answer and Wagtail's own; ARGS="--size 200,50000"; needs wrk
	@$(PY) -m tests.benchmarks $(ARGS)

screenshots: $(DEVELOPMENT) $(CATALOGUES) ## pictures of every page type, after make run; needs Chromium
	$(PY) -m tests.screenshots $(ARGS)

handbook: $(DEVELOPMENT) $(CATALOGUES) ## renew the pictures of docs/editors.md, after make run; needs Chromium
	$(PY) -m tests.handbook_pictures

format: $(DEVELOPMENT) ## bring code and templates into the form that lint asks for
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .
	$(VENV)/bin/djhtml --tabwidth 4 templates

audit: $(DEVELOPMENT) ## known vulnerabilities of the pinned packages; ADVISORIES=folder looks them up offline
	$(PY) -m tests.audit $(if $(ADVISORIES),--advisories '$(ADVISORIES)')

sbom: $(DEVELOPMENT) ## write var/sbom.json: what runs, with licences and checksums (CycloneDX)
	$(PY) -m tests.sbom

openapi: $(RUNTIME) ## write docs/openapi.json, the contract of the API
	@$(PY) manage.py openapi

lock: $(DEVELOPMENT) ## pin pyproject.toml's dependencies; ARGS=--upgrade takes the newest
	$(UV_COMPILE) $(ARGS) pyproject.toml --output-file requirements.txt
	$(UV_COMPILE) $(ARGS) pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt

# --- What the commands need -------------------------------------------------------------------

# A virtual environment whose interpreter is gone (Python upgraded, folder moved) is made anew.
$(PY): | check-python
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "1/5 Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)

$(RUNTIME): requirements.txt | $(PY)
	@echo "1/5 Installing the pinned dependencies: a minute or two the first time"
	@$(PIP_INSTALL) --requirement requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt | $(PY)
	@echo "Installing the pinned dependencies for development: a minute or two the first time"
	@$(PIP_INSTALL) --requirement requirements-dev.txt
	@touch $@ $(RUNTIME)

# One run compiles all; the later ones of the same call find theirs done.
$(CATALOGUES): %.mo: %.po | $(PY)
	@test $@ -nt $< || { echo "2/5 Compiling the message catalogues"; $(PY) manage.py catalogues compile; touch $(CATALOGUES); }
