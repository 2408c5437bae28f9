# Two commands matter: `make demo` and `make test`. Both set up what they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo neo4j test setup lint docs clean

demo: $(VENV)/.installed
	$(BIN)/plankg build examples/gd-digital-economy-2018-2025.txt --db demo/plans.kg
	$(BIN)/plankg view --db demo/plans.kg -o demo/plans.html

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadgroup

# A real Neo4j on this machine, to try things on; Ctrl-C stops it. Needs Java 17 or newer, and Maven the first time.
neo4j: $(VENV)/.dev
	$(BIN)/python tests/neo4j_server.py --port 7687 --http

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(VENV)/.dev

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) demo build *.egg-info .pytest_cache .mypy_cache .ruff_cache
