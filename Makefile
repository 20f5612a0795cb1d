# Disclosure Desk. `make` by itself prints the targets.
#
# Nothing here needs more than Python 3.11 and a network to install from; once installed it needs none.
# PYTHON chooses the interpreter (make PYTHON=python3.12 setup). DISCLOSURE_… variables reach the program as they are.

BIN := .venv/bin
WORKERS ?= auto
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-test setup-bench run migrate fmt check test soak bench messages drawings lock clean
MAKEFLAGS += --no-print-directory

help: ## Print this list
	@echo "Disclosure Desk (依申请公开办理系统)"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## Make .venv with what the program needs
	@tools/setup.sh run

setup-test: ## Make .venv with what checks and tests need
	@tools/setup.sh test

setup-bench: setup-test
	@tools/setup.sh peers

run: setup ## Show the program at work: a published year, new requests, letters, statistics, verify (in ./var)
	@$(BIN)/disclosure run $(ARGS)

migrate: setup ## Bring the database up to the program
	@$(BIN)/disclosure db upgrade $(ARGS)

fmt: setup-test ## Format the code and fix what can be fixed
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

check: setup-test ## Formatting, lint, types, import contracts, messages and drawings
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tools.messages --check
	@$(BIN)/python -m tools.draw_states --check
	@$(BIN)/python -m tools.draw_letters --check

test: setup-test ## Run the tests (WORKERS=4, ARGS="-k clock" to choose)
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile -m "not soak" $(ARGS)

soak: setup-test ## Run the long simulations
	@$(BIN)/pytest -m soak $(ARGS)

bench: setup-bench ## Compare with other engines, in ratios taken side by side
	@$(BIN)/python -m tests.bench $(ARGS)

messages: setup-test ## Collect the sentences to translate and compile the catalogue
	@$(BIN)/python -m tools.messages

drawings: setup-test ## Draw the states from their table, and the letters from their samples
	@$(BIN)/python -m tools.draw_states
	@$(BIN)/python -m tools.draw_letters

lock: setup-test ## Choose the versions of all requirements anew and write their hashes
	@$(BIN)/python -m tools.lock $(ARGS)

clean: ## Remove what was built and cached; .venv and var stay
	@rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .grimp_cache .hypothesis
	@find workflow letters tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
