# Everything a person types. The work is done by the scripts; each target can be run again at any time.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
PROFILE ?= tranemo
export PORT PROFILE

# Compiled modules are kept: compiling them anew in every process takes longer than many a test.
unexport PYTHONDONTWRITEBYTECODE

WORKERS ?= 2
# Journeys wait for pages more than they reckon: there is room for one more.
WALKERS ?= 3

PY := .venv/bin/python
BIN := .venv/bin

.PHONY: help demo demo-reset test test-unit test-web test-journeys check lint format types bench catalogues lock clean

help: ## Show what can be done
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

# Before anything is installed: a taken port is told at once. Where there is no Python yet, set-up brings one.
LOOK := if command -v python3 >/dev/null; then python3 scripts/demo.py --look; fi

demo: ## Start Samsyn with a demo municipality (PORT=8000 PROFILE=tranemo)
	@$(LOOK)
	@scripts/setup.sh run
	@exec $(PY) scripts/demo.py

demo-reset: ## Throw the demo data away, load it again and start
	@$(LOOK)
	@scripts/setup.sh run
	@exec $(PY) scripts/demo.py --reset

test: ## Install what tests need and run them all: unit, web on both databases, browser journeys
	@scripts/setup.sh test
	@kept=$$(mktemp -d); trap 'rm -rf "$$kept"' EXIT; export SAMSYN_TESTS_KEPT="$$kept"; set -x; \
	$(PY) -m pytest tests/unit tests/web -n $(WORKERS) --dist worksteal --db both; \
	$(PY) -m pytest tests/journeys -n $(WALKERS) --dist worksteal

test-unit: ## Only the rules: no database, no browser
	@scripts/setup.sh test
	$(PY) -m pytest tests/unit

test-web: ## Only the requests, on SQLite and PostgreSQL
	@scripts/setup.sh test
	$(PY) -m pytest tests/web -n $(WORKERS) --dist worksteal --db both

test-journeys: ## Only the browser journeys
	@scripts/setup.sh test
	$(PY) -m pytest tests/journeys -n $(WALKERS) --dist worksteal

check: ## Format, lint, types, import contract, templates, catalogues, migrations, docs
	@scripts/setup.sh test
	@PATH="$(CURDIR)/.venv/bin:$$PATH" scripts/check.sh

lint: ## Lint and say what is wrong
	@scripts/setup.sh test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: ## Format the code and mend what can be mended by itself
	@scripts/setup.sh test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: ## Check types
	@scripts/setup.sh test
	$(BIN)/mypy --strict app bench

bench: ## Measure against the targets and print the table
	@scripts/setup.sh test
	@exec $(PY) -m bench

catalogues: ## Bring the translation catalogues up to date with the texts in the code
	@scripts/setup.sh test
	$(PY) scripts/check_catalogues.py --update

lock: ## Pin the newest versions that the requirements allow
	@scripts/lock.sh

clean: ## Remove what set-up and tests made; demo data stays
	rm -rf .venv node_modules app/ui/static/dist build samsyn.egg-info .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis test-results
