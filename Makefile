# One command for each thing people do here; `make` alone lists them.
# Only make and Python >= 3.11 with venv are needed. Everything installed goes to .venv, hash-checked against requirements/.

PYTHON ?= python3
ARTICLES ?= $(wildcard ../shared/seeds)
RECEIVED ?= 2016-07-31
BIN := .venv/bin
ORACLE_TESTS := tests/oracle tests/mutants
FLOOR_TESTS := tests/floor tests/tlog tests/kinds tests/state tests/claims tests/incidents tests/place tests/gazetteer
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint docs bench install develop lock clean

help: ## list what can be done here
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

demo: install ## the walk through: a simulated fortnight, the real 2016 truce, two drafts compared, five articles (UCDP=file adds real events)
	@$(BIN)/truceline demo $(if $(UCDP),--ucdp "$(UCDP)") $(if $(ARTICLES),--articles "$(ARTICLES)" --received $(RECEIVED))

test: develop ## the whole test suite, and how much of the floor it covers (at least 95 % by branch)
	@echo "The evaluator beside the brute-force one, and faults planted in it (about four minutes on two cores) ..."
	@$(BIN)/python -m pytest -n 2 $(ORACLE_TESTS)
	@echo "The floor, the record's cryptography and fold, with how much of them is covered ..."
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered $(FLOOR_TESTS)
	@echo "Everything else: files, the bulk engine, nodes, commands, pages ..."
	@$(BIN)/python -m pytest -n 2 $(addprefix --ignore=,$(ORACLE_TESTS) $(FLOOR_TESTS))

lint: develop ## style, types and the direction of imports
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

docs: develop ## the documentation, into build/docs; a warning is an error
	@$(BIN)/python -m docs.generated
	@$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs
	@echo "Open build/docs/index.html"

bench: .venv/.bench ## how fast it is on this machine, beside what gives the same answers (options: UCDP=file ZONES="…" ASSESS="…" RECORD="…")
	@$(BIN)/python -m bench.evaluator
	@$(BIN)/python -m bench.events $(UCDP)
	@$(BIN)/python -m bench.zones $(ZONES)
	@$(BIN)/python -m bench.assess $(ASSESS)
	@$(BIN)/python -m bench.record $(RECORD)

install: .venv/.run ## only what running needs

develop: .venv/.dev ## what running, tests, lint and docs need

lock: ## choose the versions in requirements/ anew (needs uv)
	@requirements/lock

clean: ## remove everything made here, .venv included
	@rm -rf .venv build dist .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# A stamp is touched last, so an interrupted installation starts again.
.venv/.made: | requirements/check-python
	@requirements/check-python "$(PYTHON)"
	@"$(PYTHON)" -m venv --clear .venv
	@touch $@

.venv/.run: requirements/run.txt pyproject.toml | .venv/.made
	@echo "Installing what truceline needs to run into .venv (once; about a minute) ..."
	@$(PIP_INSTALL) --require-hashes -r requirements/run.txt || { requirements/check-network; exit 1; }
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/.run
	@echo "Installing what tests, checks and documentation need into .venv (once; about a minute) ..."
	@$(PIP_INSTALL) --require-hashes -r requirements/dev.txt || { requirements/check-network; exit 1; }
	@touch $@

.venv/.bench: requirements/bench.txt | .venv/.dev
	@echo "Installing what benchmarks run beside truceline into .venv (once; about a minute) ..."
	@$(PIP_INSTALL) --require-hashes -r requirements/bench.txt || { requirements/check-network; exit 1; }
	@touch $@
