# `make` lists the targets. Each does its own set-up: only Python 3.11 or later, make and git are needed.
PYTHON ?= python3
# For `make lock`, as in: make lock LOCKFLAGS=--upgrade
LOCKFLAGS ?=
# For `make test-long`, as in: make test-long LONGFLAGS=--ignore=tests/mutations; THOROUGH= tries fewer examples.
LONGFLAGS ?=
THOROUGH ?= 1

# The program uv, which is quicker than pip where it is installed; UV= for pip alone.
UV ?= uv

# As in: make validate VENV=/tmp/env, where the folder cannot be written to.
VENV := .venv
BIN := $(VENV)/bin
COMPILE = "$(BIN)"/uv --no-config pip compile --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' --quiet $(LOCKFLAGS)

# What would lead the Python of somebody astray that sets up the environment, and those of the environment.
unexport PYTHONHOME PYTHONPATH

# Each target installs what it needs and no more: scripts/environment.py says how, and when it does so anew.
PROVIDE = $(PYTHON) scripts/environment.py --folder "$(VENV)" --uv "$(UV)"
SUFFICES = $(PYTHON) -c 'import sys; print(sys.version_info >= (3, 11))' 2>/dev/null

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help python validation setup development validate test test-long test-browser test-croissant test-cards lint reliability format docs build dist release bump clean lock

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' Makefile | while IFS=@ read -r name what; do \
		printf '%-19s %s\n' "$$name" "$$what"; done

python:
	@test "$$($(SUFFICES))" = True || { \
		echo "error: '$(PYTHON)' is not Python 3.11 or later; name one that is: make PYTHON=python3.12" >&2; exit 1; }

validation: python
	@$(PROVIDE) validation

setup: python ## make the environment .venv with what all commands need
	@$(PROVIDE) commands

development: python
	@$(PROVIDE) development

validate: validation ## check the data package, level by level
	@"$(BIN)"/python scripts/validate.py datapackage.json

# Compiled modules are kept, whatever the environment says, since the tests start some hundred processes.
# The tests of a file stay together: what they share is made once, and not in each process.
test: development ## run the tests
	PYTHONDONTWRITEBYTECODE= "$(BIN)"/python -m pytest --numprocesses auto --dist loadscope

test-long: development ## run the sweeps: fuzzing, engines, faults at every write, hostile input for every command
	THOROUGH=$(THOROUGH) PYTHONDONTWRITEBYTECODE= "$(BIN)"/python -m pytest -m "long or property" \
		--numprocesses auto --dist loadscope $(LONGFLAGS)

# mlcroissant has an environment of its own, for the reason that requirements-croissant.in gives.
test-croissant: development ## load the Croissant export with mlcroissant
	@$(PYTHON) scripts/environment.py croissant --uv "$(BIN)"/uv
	"$(BIN)"/python -m pytest tests/exports/test_croissant.py

# The libraries of the catalogues, too: they bring a hundred packages that nothing else needs.
test-cards: development ## read the cards for Hugging Face, Kaggle and Datasette with their libraries
	@$(PYTHON) scripts/environment.py cards --uv "$(BIN)"/uv
	"$(BIN)"/python -m pytest -m "long or not long" tests/exports/test_cards.py

test-browser: development ## run the tests of the page in Chromium, and fail where there is none
	BROWSER_TESTS=required "$(BIN)"/python -m pytest -m long tests/exports/test_browser.py

lint: development ## check the Python code (rules, layout, types) and the workflows
	"$(BIN)"/ruff check .
	"$(BIN)"/ruff format --check .
	"$(BIN)"/python -m mypy validator schemas analysis curation scripts exports editions
	"$(BIN)"/zizmor --offline --quiet .github/workflows
	@if command -v npm >/dev/null && npm ci --prefix exports/site --ignore-scripts --no-audit --no-fund --silent; \
	then npm run lint --prefix exports/site --silent; \
	else echo "Biome and TypeScript cannot be installed: the scripts of the page were not checked"; fi

reliability: development ## count the wrong rows and hostile inputs that are caught: docs/reliability.md
	"$(BIN)"/python tests/mutations/run.py --jobs 2 --hostile

docs: development ## bring documents up to date: dictionary, rules, figures, addresses, recipes
	"$(BIN)"/python scripts/docs.py
	"$(BIN)"/python scripts/recipes.py

build: setup ## make the page, the exports and the documents of the data
	"$(BIN)"/python scripts/build.py

dist: setup ## pack the edition that is checked out into dist/
	"$(BIN)"/python scripts/dist.py

release: development ## make an edition: make release VERSION=1.0.1 (DRY_RUN=1, UNPUBLISHED=1: see RELEASING.md)
	"$(BIN)"/python -m pytest --quiet tests/docs tests/exports/test_pages.py tests/exports/test_documents.py
	"$(BIN)"/python scripts/release.py $(VERSION) $(if $(filter-out 0,$(DRY_RUN)),--dry-run) $(if $(filter 1,$(UNPUBLISHED)),--unpublished)

bump: setup ## raise the version under way, everywhere at once: make bump VERSION=2.0.0
	"$(BIN)"/python scripts/bump.py $(VERSION)

format: validation ## put the CSVs in canonical form and bring datapackage.json up to date
	"$(BIN)"/python scripts/format.py

clean: ## remove the environment and all caches
	rm -rf "$(VENV)" .venv-croissant .venv-cards .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: development ## pin the requirements again; LOCKFLAGS=--upgrade takes newer releases
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-all.in -o requirements-all.txt
	$(COMPILE) requirements-uv.in -o requirements-uv.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-croissant.in -o requirements-croissant.txt
	$(COMPILE) requirements-cards.in -o requirements-cards.txt
