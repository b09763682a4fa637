# fieldapp: `make run` to try it, `make test` to prove it. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
HOST ?= 127.0.0.1
PORT ?= 8000
SEED ?= 1
SEEDS ?= 0
MINUTES ?= 10
DATABASES ?= sqlite postgresql
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests wait for browsers and processes more than they reckon: four go together on two cores.
TOGETHER := --numprocesses 4 --dist loadfile --no-loadscope-reorder
# The tools that set-up installed come first: a machine without node gets it from the virtual environment.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# What Python compiles is kept, or each start compiles it all again; it lies apart from the sources.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/pycache

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

$(VENV)/made: requirements.txt
	@.ci/check-machine
	$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(VENV)/made-dev: requirements-dev.txt $(VENV)/made
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

$(VENV)/made-node: package-lock.json $(VENV)/made
	@.ci/install-node
	@npm ci --silent --no-progress
	@touch $@

static/release/release.json: $(VENV)/made-node $(shell find static/css static/js static/icons fieldapp/translations fieldapp/commands/assets.py fieldapp/photos/scenes -type f 2>/dev/null)
	@FIELDAPP_ENV=demo $(BIN)/flask --app wsgi fieldapp assets

setup: $(VENV)/made $(VENV)/made-node static/release/release.json ## everything that run and test need

setup-dev: setup $(VENV)/made-dev
	@.ci/install-browser

run: setup ## the demo municipality on http://$HOST:$PORT
	@FIELDAPP_ENV=demo $(BIN)/flask --app wsgi fieldapp upgrade
	@FIELDAPP_ENV=demo $(BIN)/flask --app wsgi fieldapp demo
	@FIELDAPP_ENV=demo exec $(BIN)/flask --app wsgi fieldapp serve --host $(HOST) --port $(PORT)

test: setup-dev ## every test, on SQLite and PostgreSQL, in a real browser (BUT= leaves some out)
	@$(BIN)/pytest $(TOGETHER) $(BUT)

crash: setup-dev ## what is killed, cut or filled up: nothing lost, nothing doubled (a part of test)
	@FIELDAPP_LONG=1 $(BIN)/pytest tests/crash $(TOGETHER)

browser: setup-dev ## the offline story once in WebKit and once in Firefox (not a part of test)
	@.ci/install-browser engines
	@FIELDAPP_BROWSERS=1 $(BIN)/pytest tests/browsers

lint: setup-dev ## ruff, formatting and the layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@.ci/check-files

types: setup-dev ## mypy, strict in domain and services, and the scripts' JSDoc types
	@$(BIN)/mypy
	@node_modules/.bin/tsc --project jsconfig.json

soak: setup-dev ## phones, server and network in chaos for MINUTES= from SEED= on (or SEEDS= of them), as a table
	@$(BIN)/python -m tests.soak --seed $(SEED) --seeds $(SEEDS) --minutes $(MINUTES) --database $(DATABASES)

backup-drill: setup ## back the demo up, restore it into an empty place and look everything over
	@FIELDAPP_ENV=demo $(BIN)/flask --app wsgi fieldapp upgrade
	@FIELDAPP_ENV=demo $(BIN)/flask --app wsgi fieldapp demo
	@place=$$(mktemp -d) && trap "rm -rf $$place" EXIT && \
		FIELDAPP_ENV=demo $(BIN)/flask --app wsgi fieldapp backup $$place && \
		FIELDAPP_ENV=demo $(BIN)/flask --app wsgi fieldapp restore-check $$place

bench: setup-dev ## measured ratios, each against a bound in the same run
	@$(BIN)/python -m tests.bench

lock: $(VENV)/made-dev ## pin what requirements*.in and package.json name
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements.in -o requirements.txt
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header requirements-dev.in -o requirements-dev.txt
	@npm install --package-lock-only --silent && .ci/clean-npm-lock

messages: setup-dev ## bring the catalogues up to date with the texts
	@.ci/update-messages

.PHONY: help setup setup-dev run test crash browser soak lint types backup-drill bench lock messages
