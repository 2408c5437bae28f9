# Two commands matter: `make demo` and `make test`. Both set up what they need in .venv; they need only Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := examples/gd-digital-economy-2018-2025.txt
WORKERS ?= auto

.PHONY: demo test setup lint docs clean

demo: $(VENV)/.installed
	@mkdir -p demo
	$(BIN)/plankg build $(SAMPLE) --db demo/plans.kg
	$(BIN)/plankg view --db demo/plans.kg -o demo/plans.html
	@echo "open demo/plans.html in a browser; ask with: $(BIN)/plankg query --db demo/plans.kg --saved plans"

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/.dev
	$(BIN)/python scripts/make_docs.py

setup: $(VENV)/.dev

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || \
	  { echo "PlanKG needs Python 3.11 to 3.14; give one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
