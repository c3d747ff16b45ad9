# What can be done with a clone. Needs python3 (3.11 or newer), make and the package registries, nothing else.

PYTHON ?= python3
WORKERS ?= 2
UV_VERSION := 0.13.9

BIN := .venv/bin
UV := .venv/.uv-$(UV_VERSION)
ENVIRONMENT := .venv/.made-from-lock
KNOWLEDGE := src/evenstride/knowledge/content
DEMO_CLIP := samples/treadmill_side_60fps.mp4

.DEFAULT_GOAL := help
.PHONY: help env demo serve test lint accuracy speed pictures check-all lock clean

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

env: $(ENVIRONMENT) $(KNOWLEDGE)/compiled.jsonl ## Build .venv from the lock, with the pose models, so that .venv/bin/evenstride is there

demo: env ## Analyse the sample run and name the report
	@mkdir -p demo_out
	$(BIN)/evenstride analyze $(DEMO_CLIP) --report demo_out/report.html --json demo_out/assessment.json
	@echo "Open in a browser: $(CURDIR)/demo_out/report.html"

serve: env ## Open the app in this machine's browser (PORT=8765)
	$(BIN)/evenstride serve --port $(or $(PORT),8765)

test: env ## Run all tests on two workers (WORKERS=4 for more)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: env ## Check style, formatting, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

accuracy: env ## Score against recordings with truth (needs ../shared/data); write docs/accuracy.md and the limits page
	$(BIN)/python -m benchmarks.accuracy

speed: env ## Time decoding, pose and the whole beside the bare model
	$(BIN)/python -m benchmarks.speed

pictures: env ## Make the pictures of the docs again (needs Chromium)
	$(BIN)/python docs/make_pictures.py

check-all: lint test accuracy speed ## All of the above and the slow tests, one after the other
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --slow -m slow

lock: $(UV) ## Write requirements.lock anew from pyproject.toml (LOCK_FLAGS=--upgrade for newer versions)
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --all-extras --group dev \
	  --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" $(LOCK_FLAGS) \
	  --output-file requirements.lock

clean: ## Remove what these targets made, .venv included
	rm -rf .venv demo_out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(UV):
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Expected Python 3.11 or newer, got %d.%d. Name another one: make env PYTHON=python3.12" % v[:2])'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(ENVIRONMENT): pyproject.toml requirements.lock build_weights.py | $(UV)
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/python -m compileall -q src/evenstride
	@touch $@

$(KNOWLEDGE)/compiled.jsonl: $(wildcard $(KNOWLEDGE)/*.yaml) $(KNOWLEDGE)/VERSION | $(ENVIRONMENT)
	$(BIN)/python -m evenstride.knowledge.compiled
