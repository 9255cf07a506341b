# `make` lists the targets. Each does its own set-up: only Python 3.11 or later, make and git are needed.
PYTHON ?= python3
# For `make lock`, as in: make lock LOCKFLAGS=--upgrade
LOCKFLAGS ?=
# For `make test-long`, as in: make test-long LONGFLAGS=--ignore=tests/mutations
LONGFLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CROISSANT := .venv-croissant
COMPILE = $(BIN)/uv --no-config pip compile --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' --quiet $(LOCKFLAGS)

# What in somebody's environment would make pip or uv install elsewhere, something else, or nothing at all.
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_DRY_RUN PIP_NO_DEPS PIP_NO_BINARY PIP_CONSTRAINT
unexport PIP_REQUIREMENT PIP_EDITABLE PIP_PLATFORM PIP_IMPLEMENTATION PIP_ABI PIP_PYTHON_VERSION
unexport UV_TARGET UV_PREFIX UV_PYTHON UV_SYSTEM_PYTHON UV_NO_BINARY UV_CONSTRAINT UV_OVERRIDE
unexport PYTHONHOME PYTHONPATH

# The stamp has the number of files installed: an environment that has fewer by now is made anew.
INSTALLED = find $(VENV)/lib $(VENV)/Lib -type f ! -name '*.pyc' 2>/dev/null | wc -l
ifneq ($(wildcard $(STAMP)),)
ifneq ($(shell read -r n <$(STAMP); test "$$($(INSTALLED))" -ge "$${n:-0}" && $(BIN)/python -c 'print("whole")'),whole)
$(shell rm -f $(STAMP))
endif
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup validate test test-long test-browser test-croissant lint reliability format docs build dist release bump clean lock

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' Makefile | while IFS=@ read -r name what; do \
		printf '%-19s %s\n' "$$name" "$$what"; done

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
	@$(INSTALLED) >$@

validate: setup ## check the data package, level by level
	@$(BIN)/python scripts/validate.py datapackage.json

test: setup ## run the tests
	$(BIN)/python -m pytest --numprocesses auto

test-long: setup ## run the sweeps that take minutes: faults at every write, hostile input for every command
	THOROUGH=1 $(BIN)/python -m pytest -m "long or property" --numprocesses auto $(LONGFLAGS)

# mlcroissant has an environment of its own, for the reason that requirements-croissant.in gives.
test-croissant: setup $(CROISSANT)/.installed ## load the Croissant export with mlcroissant
	$(BIN)/python -m pytest tests/exports/test_croissant.py

$(CROISSANT)/.installed: requirements-croissant.txt | $(STAMP)
	$(PYTHON) -m venv --clear $(CROISSANT)
	$(BIN)/uv --no-config pip install --quiet --python $(CROISSANT)/bin/python --only-binary :all: --no-binary jsonpath-rw \
		--require-hashes --build-constraints $< -r $<
	@touch $@

test-browser: setup ## run the tests of the page in Chromium, and fail where there is none
	BROWSER_TESTS=required $(BIN)/python -m pytest -m long tests/exports/test_browser.py

lint: setup ## check the Python code (rules, layout, types) and the workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy validator schemas analysis curation scripts exports editions
	$(BIN)/zizmor --offline --quiet .github/workflows
	@if command -v npm >/dev/null && npm ci --prefix exports/site --ignore-scripts --no-audit --no-fund --silent; \
	then npm run lint --prefix exports/site --silent; \
	else echo "Biome and TypeScript cannot be installed: the scripts of the page were not checked"; fi

reliability: setup ## count the wrong rows and hostile inputs that are caught: docs/reliability.md
	$(BIN)/python tests/mutations/run.py --jobs 2 --hostile

docs: setup ## bring documents up to date: dictionary, rules, figures, addresses, recipes
	$(BIN)/python scripts/docs.py
	$(BIN)/python scripts/recipes.py

build: setup ## make the page, the exports and the documents of the data
	$(BIN)/python scripts/build.py

dist: setup ## pack the edition that is checked out into dist/
	$(BIN)/python scripts/dist.py

release: setup ## make an edition: make release VERSION=1.0.1 (DRY_RUN=1, UNPUBLISHED=1: see RELEASING.md)
	$(BIN)/python -m pytest --quiet tests/docs tests/exports/test_documents.py tests/exports/test_citation.py
	$(BIN)/python scripts/release.py $(VERSION) $(if $(filter-out 0,$(DRY_RUN)),--dry-run) $(if $(filter 1,$(UNPUBLISHED)),--unpublished)

bump: setup ## raise the version under way, everywhere at once: make bump VERSION=2.0.0
	$(BIN)/python scripts/bump.py $(VERSION)

format: setup ## put the CSVs in canonical form and bring datapackage.json up to date
	$(BIN)/python scripts/format.py

clean: ## remove the environment and all caches
	rm -rf $(VENV) $(CROISSANT) .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock: setup ## pin the requirements again; LOCKFLAGS=--upgrade takes newer releases
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-dev.in -o requirements-dev.txt
	$(COMPILE) requirements-croissant.in -o requirements-croissant.txt
