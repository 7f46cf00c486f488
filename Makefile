# Everything a developer or a fresh machine needs: Python 3.11 or newer, make and git.
# `make help` lists the targets; another interpreter: `make setup PYTHON=python3.12`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := data/west_weekday --date 2026-11-23 --locality West --seconds 20 --seed 1 --out out
MICRO := mkdir -p .benchmarks && $(BIN)/python -m pytest benchmarks/micro --benchmark-only --benchmark-sort=name --benchmark-timer=time.process_time --benchmark-columns=min,median,rounds --benchmark-json=.benchmarks/run.json

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test uncompiled lint types contracts bench bench-store check format migration access sizes constraints clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## install CILT and its tools into .venv (at once when nothing changed)

# uv installs in a third of pip's time; where it cannot be had, pip does the same work.
$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "CILT needs Python 3.11 or newer: '$(PYTHON)' was not found. Name yours: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "CILT needs Python 3.11 or newer: '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name yours: make $(or $(MAKECMDGOALS),setup) PYTHON=python3.12" >&2; exit 1; }
	@echo "Installing CILT into $(VENV); the first time this takes a minute or two."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@{ $(BIN)/python -m pip install --quiet uv && UV_COMPILE_BYTECODE=1 $(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[dev]'; } \
		|| { echo "uv could not install; trying pip."; $(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'; }
	@touch $@

demo: $(STAMP) ## plan one weekday for the locality West and write out/
	@$(BIN)/cilt plan $(DEMO)

serve: $(STAMP) ## start the service at http://127.0.0.1:8000 with invented people
	@$(BIN)/cilt serve --demo

test: $(STAMP) ## run all tests
	@$(BIN)/python -m pytest -n 2

# Exit code 5 is "no such test"; tests/architecture sees to it that there are some wherever kernels are compiled.
uncompiled: $(STAMP) ## run the kernel tests with the compiler switched off
	@NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -m kernel tests/scheduler/solvers tests/agreement || test $$? -eq 5

lint: $(STAMP) ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP) ## mypy, strict
	@$(BIN)/mypy

contracts: $(STAMP) ## who may import whom
	@$(BIN)/lint-imports

bench: $(STAMP) ## measure the hot paths; fails if one takes 1.5 times what is stored
	@$(MICRO)
	@$(BIN)/python -m benchmarks.micro.compare .benchmarks/run.json

bench-store: $(STAMP) ## measure the hot paths and store the run, to be compared with
	@$(MICRO)
	@$(BIN)/python -m benchmarks.micro.compare .benchmarks/run.json --store

check: ## everything that CI runs
	@.ci/run

format: $(STAMP) ## put the code into its one format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Before the first release there is one revision for all tables; CONTRIBUTING.md says what comes after.
migration: $(STAMP) ## bring the database's first revision in line with the tables
	@$(BIN)/python -m api.migrations.making
	@$(BIN)/ruff check --quiet --fix api/migrations/versions
	@$(BIN)/ruff format --quiet api/migrations/versions

access: $(STAMP) ## write docs/ACCESS.md, who may do what, from the routes
	@$(BIN)/python -m api.access > docs/ACCESS.md

sizes: ## files to look at twice: more than 250 lines
	@git ls-files 'scheduler/*.py' 'api/*.py' 'data/*.py' | xargs wc -l | awk '$$2 != "total" && $$1 > 250' | sort -rn

# Versions only, no address: they install from whatever index the machine is set up for.
constraints: $(STAMP) ## choose the newest versions that fit together
	@$(BIN)/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --extra dev --extra peers --extra load --no-header \
		--no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file constraints.txt

clean: ## remove everything that can be made again, .venv included; var, the service's data, stays
	rm -rf $(VENV) out dist .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
