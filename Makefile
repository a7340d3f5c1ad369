# Everything a bare Debian 12 with Python 3.11 needs is installed by these targets themselves.
PYTHON ?= python3
VENV := .venv
LOWEST := .venv-lowest
BIN := $(VENV)/bin
SITE := demo/site
WEEK := 2017-W27
CAMPAIGN := huizhou-2017
export EXAMPLE_APP_INSTANCE := $(CURDIR)/$(SITE)

.DEFAULT_GOAL := help
.PHONY: help demo papers city test test-postgres check test-lowest format translations screenshots benchmarks bench-hours runtime-packages test-packages paper-fonts bench-packages

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | sort | expand -t 14

demo: papers ## Build the demo city, write the papers of 2017-W27, serve http://127.0.0.1:5000
	@echo "The site is on http://127.0.0.1:5000 - stop it with Ctrl-C."
	$(BIN)/flask --app example_app run --port 5000

papers: city ## Build the demo city and write the papers of 2017-W27 to demo/
	$(BIN)/flask --app example_app volunteer-reports weekly-papers $(WEEK) --out demo/$(WEEK)
	$(BIN)/flask --app example_app volunteer-reports package $(CAMPAIGN) --out demo/package.zip

city: $(VENV)/.demo runtime-packages paper-fonts
	$(BIN)/flask --app example_app seed-demo

test: $(VENV)/.test test-packages paper-fonts ## Run all tests, and what must hold on PostgreSQL there as well
	$(BIN)/python -m pytest -n 2 --dist loadfile -q
	$(BIN)/python -m pytest --postgres -m postgres -n 2 --dist loadfile -q tests/services tests/cli tests/web

test-postgres: $(VENV)/.test test-packages paper-fonts ## Run the tests of the use cases and commands on PostgreSQL
	$(BIN)/python -m pytest --postgres -n 2 --dist loadfile -q tests/services
	$(BIN)/python -m pytest --postgres -m postgres -n 2 --dist loadfile -q tests/cli tests/web

check: $(VENV)/.test runtime-packages ## Lint, types, import law, file sizes, schema, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.file_sizes
	$(BIN)/python -m tools.schema check
	$(BIN)/python -m tools.translations --check

test-lowest: test-packages paper-fonts ## Run the tests on the lowest versions that we accept
	test -x $(LOWEST)/bin/python || $(PYTHON) -m venv $(LOWEST)
	$(LOWEST)/bin/pip install -q -c tests/lowest.txt -e '.[login,test]'
	$(LOWEST)/bin/python -m pytest -n 2 --dist loadfile -q

format: $(VENV)/.test ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: $(VENV)/.test ## Bring the catalogues up to date with the source
	$(BIN)/python -m tools.translations

screenshots: city $(VENV)/.test test-packages ## Make the pictures of the README anew
	$(BIN)/python -m tools.screenshots

benchmarks: $(VENV)/.bench bench-packages ## Measure the papers beside other ways of making them (20 minutes, idle machine)
	$(BIN)/python -m benchmarks.papers --check

bench-hours: $(VENV)/.bench bench-packages ## Measure pages about hours at ten million entries (an hour, idle machine)
	$(BIN)/python -m benchmarks.hours --check

runtime-packages:
	@tools/system_packages.sh runtime

test-packages:
	@tools/system_packages.sh test

paper-fonts: runtime-packages
	@tools/paper_fonts.sh

bench-packages:
	@tools/system_packages.sh bench

$(VENV)/bin/python: | runtime-packages
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q -e '.[login]'
	touch $@

$(VENV)/.test: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q -e '.[bench,login,test]'
	touch $@ $(VENV)/.demo

$(VENV)/.bench: setup.cfg pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q -e '.[bench,login]'
	touch $@ $(VENV)/.demo
