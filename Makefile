# run – try the site here; test, check, bench – for those who work on it. `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
SITE_URL ?= http://127.0.0.1:$(PORT)
VAR_DIR ?= $(CURDIR)/var
ARGS ?=
CASES ?= 10000

VENV ?= .venv
REQUIREMENTS ?= requirements.txt
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The lock names every package. Without --no-deps, an old pip resolves extras anew and may find
# a version that came out after the lock was made, which has no hash there.
INSTALL_LOCKED := $(PIP) install --no-deps --require-hashes -r
SHM := $(if $(wildcard /dev/shm),--worker-tmp-dir /dev/shm)

export SITE_URL VAR_DIR
# Without PYTHONDONTWRITEBYTECODE: to compile the tests anew takes seconds at each start.
unexport DJANGO_SETTINGS_MODULE PYTHONPATH VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.PHONY: help run test check bench fuzz fuzz-readers mutants acceptance lock

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile

run: $(VENV)/.installed ## serve the site with sample sheets and demonstration accounts
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@$(MANAGE) load_demo
	@echo "The site is at $(SITE_URL)/ – Ctrl-C ends it, its data stay in $(VAR_DIR)."
	@$(MANAGE) run_desk --child-of $$$$ & $(MANAGE) send_notices --every 30 --child-of $$$$ & exec $(BIN)/python -m gunicorn atop_site.wsgi --bind 127.0.0.1:$(PORT) \
		--workers 2 --threads 4 --no-control-socket --log-level warning $(SHM)

test: $(VENV)/.installed-dev ## run all tests; ARGS="-k word" picks some
	@env -u SECRET_KEY_FILE -u SITE_URL -u VAR_DIR $(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: $(VENV)/.installed-dev ## lint, formatting, types, deployment check, migrations, import directions
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/python -m mypy
	@SITE_URL=https://atop.example.org VAR_DIR=$$(mktemp -d) $(MANAGE) check --deploy --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run
	@$(BIN)/lint-imports

bench: $(VENV)/.installed-dev ## measure; results go to bench/results/ too
	@$(BIN)/python -m bench.release
	@$(BIN)/python -m bench.datasets
	@$(BIN)/python -m bench.record
	@$(BIN)/python -m bench.desk
	@$(BIN)/python -m bench $(ARGS)

fuzz: $(VENV)/.installed-dev ## send odd requests to every page: CASES=100000 SEED=1, or CASE=7 for one again
	@$(BIN)/python -m tests.fuzzing --cases $(CASES) $(if $(SEED),--seed $(SEED)) $(if $(CASE),--case $(CASE))

fuzz-readers: $(VENV)/.installed-dev ## change files by what the readers do with them: SECONDS=600, or AGAIN=file
	@TIME=$(or $(SECONDS),60) .ci/fuzz-readers

mutants: $(VENV)/.installed-dev ## change a room's code here and there: do tests notice? ROOM=workflow SAMPLE=60
	@.ci/mutants

acceptance: ## write docs/acceptance.md from the marks of the tests
	@$(PYTHON) -m tests.acceptance

lock: $(VENV)/.installed-dev ## pin requirements*.in, with hashes
	@$(PIP) install uv==0.13.8
	@$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 \
		--universal requirements.in --output-file requirements.txt
	@$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 \
		--universal requirements-dev.in --output-file requirements-dev.txt
	@$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 \
		--universal requirements-mutants.in --output-file requirements-mutants.txt
	@$(BIN)/python -m uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 \
		--universal requirements-fuzz.in --output-file requirements-fuzz.txt

$(VENV)/.installed: $(REQUIREMENTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what the site needs into $(VENV)"
	@$(INSTALL_LOCKED) $(REQUIREMENTS)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@echo "Installing what tests and checks need into $(VENV)"
	@$(INSTALL_LOCKED) requirements-dev.txt
	@touch $@
