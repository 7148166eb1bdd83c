# Two commands matter: `make run` and `make test`. The rest is for those who build Bangfu.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
STRICT = src/bangfu/kernel src/bangfu/acts src/bangfu/reporting/measures $(wildcard src/bangfu/*/rules src/bangfu/*/commands src/bangfu/*/queries*)
SOURCES = $(wildcard src tests benchmarks scripts)
ASIDE := BANGFU_DATA=$(CURDIR)/.run/check

.PHONY: run venv test packages check bench long mutants docs catalogue licences words lock
.DELETE_ON_ERROR:

run: .venv/.runtime ## start Bangfu; PORT=8001 for another port; INSTALL=no keeps to its own folders
	@exec $(BIN)/bangfu up $(if $(PORT),--port $(PORT))

venv: .venv/.runtime ## the environment alone

test: packages .venv/.dev ## everything, browser included; ARGS=tests/unit for a part
	@exec $(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

packages:
	@scripts/ensure-packages

check: .venv/.dev ## format, lint, types, import contract, migrations
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(ASIDE) $(BIN)/mypy --strict --follow-imports=silent $(STRICT)
	$(BIN)/lint-imports
	$(ASIDE) $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run \
		--settings bangfu.config.settings

bench: .venv/.dev ## ratios, each within one run; ARGS="lists --size 1m" for one
	@exec $(BIN)/python -m benchmarks $(ARGS)

long: .venv/.dev ## ledger and determinations against their models for long, every odd value at every page, every route by everybody everywhere, every upgrade restored, everything killed
	@BANGFU_LONG=1 exec $(BIN)/python -m pytest -n 2 --dist loadfile -q --durations=15 --durations-min=5 \
		tests/integration/funds/test_ledger_machine.py \
		tests/integration/eligibility/test_every_day.py tests/integration/eligibility/test_at_once.py \
		tests/security/test_odd_input.py tests/security/test_full_product.py \
		tests/security/test_every_route.py::test_odd_methods_do_and_show_nothing \
		tests/integration/server/test_what_upgrades_keep.py \
		tests/integration/server/test_kills.py

mutants: .venv/.dev ## change rules and guards in small ways, tell which no test notices; ARGS="--only rounds/guards"
	@exec $(BIN)/python scripts/mutants $(ARGS)

docs: .venv/.runtime ## renew the references that the program writes, check every link
	@exec $(BIN)/python scripts/build_docs.py

catalogue: .venv/.runtime ## write anew what a fresh database's catalogue says; after a change of tables or guards
	@exec $(BIN)/python scripts/renew_catalogue.py

licences: .venv/.dev ## fail unless every dependency goes together with MulanPSL-2.0
	@exec $(BIN)/python scripts/check_licences.py

words: .venv/.runtime ## collect the sentences for translators; TO=en, say
	@exec $(BIN)/python scripts/collect_words.py $(TO)

lock: .venv/.dev ## choose versions anew from pyproject.toml
	@exec scripts/lock

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one with make PYTHON=…" >&2; exit 1; }
	@echo "In this folder: .venv, and in it what requirements.lock pins, from the registry that pip is set to."
	@echo "make run says what else it installs or creates on the machine before it does. With INSTALL=no it keeps to its own folders."
	@echo "Making .venv …"
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/.runtime: requirements.lock pyproject.toml | .venv/.python
	@echo "Installing what requirements.lock pins …"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/.python
	@echo "Installing what requirements-dev.lock pins …"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch .venv/.runtime $@
