# `make` lists the targets. Each does its own set-up: only Python 3.11 or later, make and git are needed.
PYTHON ?= python3
# For `make lock`, as in: make lock LOCKFLAGS=--upgrade
LOCKFLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
COMPILE = $(BIN)/uv --no-config pip compile --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' --quiet $(LOCKFLAGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup validate test lint format build clean lock

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1@\2/p' Makefile | while IFS=@ read -r name what; do \
		printf '%-16s %s\n' "$$name" "$$what"; done

setup: $(STAMP) ## make the environment .venv, anew when the pinned requirements changed

# The stamp is the last step, and --clear removes an earlier one first: a broken install is never taken
# for a whole one. Wheels only, since a build from source would fetch build tools that nothing pins.
$(STAMP): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "error: '$(PYTHON)' is not Python 3.11 or later; name one that is: make setup PYTHON=python3.12" >&2; \
		exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: \
		--require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

validate: setup ## check the data package, level by level
	@$(BIN)/python scripts/validate.py datapackage.json

test: setup ## run the tests
	$(BIN)/python -m pytest

lint: setup ## check the Python code: rules, layout, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy schemas scripts exports editions

build: setup ## make the page, the exports and the documents of the data
	$(BIN)/python scripts/build.py

format: setup ## put the CSVs in canonical form and bring datapackage.json up to date
	$(BIN)/python scripts/format.py

clean: ## remove the environment and all caches
	rm -rf $(VENV) .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: setup ## pin the requirements again; LOCKFLAGS=--upgrade takes newer releases
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
