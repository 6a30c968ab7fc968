# Needs Python 3.11 or newer and make, nothing else. `make` lists what there is.

PYTHON = python3
BIN = .venv/bin
INSTALLED = .venv/installed

.PHONY: help up reset test lint bench packages lock topology

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

up: $(INSTALLED) ## run the whole stack on this machine, until Ctrl-C (CLOUD=google: see emulators)
	@exec $(BIN)/python -m emulators.up --state .kvitto $(if $(filter google,$(CLOUD)),--google)

reset: $(INSTALLED) ## forget the state that `make up` keeps in .kvitto
	@$(BIN)/python -m emulators.reset .kvitto

test: $(INSTALLED) ## the fast tests
	@$(BIN)/pytest -q -n 2 -m 'not slow and not journey and not official and not terraform'

lint: $(INSTALLED) ## style, types and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(INSTALLED) ## how fast: against a hello world, measured in the same run
	@$(BIN)/python -m tests.benchmarks

packages: $(INSTALLED) ## build, install and serve every function as deployed; what each weighs
	@$(BIN)/pytest -q tests/packaging

topology: $(INSTALLED) ## the wiring of the local stack, from what Terraform plans
	@$(BIN)/python -m tests.terraform.render_topology > .topology.json
	@mv .topology.json emulators/topology.json

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-header

lock: $(INSTALLED) ## pin the packages anew: of the project, and of each function
	@$(COMPILE) --group pyproject.toml:everything -o requirements.lock
	@for main in functions/*/main.py; do \
	  folder=$${main%/main.py}; \
	  $(COMPILE) --group pyproject.toml:$${folder#functions/} -c requirements.lock \
	    -o $$folder/requirements.txt || exit 1; \
	done
	@$(COMPILE) --no-annotate .ci/checkov/requirements.in -o .ci/checkov/requirements.txt

$(INSTALLED): requirements.lock
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and \
	  "Kvitto needs Python 3.11 or newer; $(PYTHON) is %d.%d (make PYTHON=... up)" % v[:2])'
	@echo 'Installing what requirements.lock pins into .venv (once) ...'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation -e .
	@touch $@
