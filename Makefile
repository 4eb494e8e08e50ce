# One word a chore; .ci/run uses the same words. PYTHON is any Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

.PHONY: help install run corpus test check bench schema evaluate wheel clean

help:
	@echo "install   make $(VENV) with everything that Kronika needs, in the versions of constraints.txt"
	@echo "run       extract the first texts of corpus/ into output/records/ and show the events"
	@echo "corpus    compile the marked texts of corpus/ (after a change of one)"
	@echo "test      run the tests"
	@echo "check     ruff and mypy"
	@echo "bench     documents a second, peak memory, time to the first record"
	@echo "evaluate  F1 by slot on the texts that nothing is tuned on, in corpus/ and in ../shared where it is"
	@echo "schema    write output/schema/"
	@echo "wheel     build dist/*.whl"
	@echo "clean     remove what the others made, but not output/"

install: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("make: Kronika needs Python 3.11 or newer, this is %d.%d; choose another with make PYTHON=..." % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

# The first texts of each language; their records in output/ are examples that the tests keep fresh.
EXAMPLES = *-0[0-2]?.txt

run: install
	@mkdir -p output/records
	@for folder in $(dir $(wildcard corpus/*/gold.jsonl)); do \
		$(BIN)/kronika extract $$folder$(EXAMPLES) --output output/records/$$(basename $$folder).jsonl || exit; \
	done
	@$(BIN)/kronika extract corpus/*/$(EXAMPLES) --format table 2>/dev/null

corpus: install
	$(BIN)/python corpus/recipe/compile.py

test: install
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: install
	$(BIN)/python tests/bench/speed.py

evaluate: install
	$(BIN)/python tests/bench/quality.py

schema: install
	@mkdir -p output/schema
	$(BIN)/kronika schema > output/schema/event-record.schema.json
	$(BIN)/kronika schema --report > output/schema/document-report.schema.json

wheel: install
	rm -rf dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
