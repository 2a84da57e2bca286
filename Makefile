# `make help` lists what there is. scripts/bootstrap.py does the setting up.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
LANGUAGES ?=
# Twice the usual two cores: browser tests mostly wait.
WORKERS ?= 4
BIN := .venv/bin
BOOTSTRAP := @$(PYTHON) scripts/bootstrap.py
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check assets messages setup clean

help:
	@echo "make run      start Caseweek with its demonstration at http://127.0.0.1:$(PORT)"
	@echo "              (another port: make run PORT=8001; Ctrl-C stops it)"
	@echo "make test     all tests, on SQLite; with DATABASE_URL and BROKER_URL in the"
	@echo "              environment on PostgreSQL and Redis (some: make test ARGS=tests/diary)"
	@echo "make check    lint, format, types, direction of imports, migrations, deployment settings"
	@echo "make assets   build the styles and scripts into static/dist"
	@echo "make messages LANGUAGES=cy  collect every text for translators (docs/translating.md)"
	@echo "make setup    install what the service and its tests need into .venv"
	@echo "make clean    remove .venv, node_modules and everything built; keeps var, the data"

run:
	$(BOOTSTRAP) run

setup:
	$(BOOTSTRAP) setup

assets:
	$(BOOTSTRAP) assets

messages:
	$(BIN)/python -m scripts.messages $(LANGUAGES)

test:
	$(BOOTSTRAP) test
	$(BOOTSTRAP) npm test
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check:
	$(BOOTSTRAP) check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check
	$(BIN)/python -m scripts.production_check

clean:
	rm -rf .venv node_modules static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	rm -rf .import_linter_cache
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +
