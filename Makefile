# One way to run everything: `make demo` and `make test` set up what they need.
# The registry is the one that pip is configured for on the machine; no address stands here.

BIN := .venv/bin
# uv does not read pip's settings: hand it pip's index and the system's certificates.
UV = UV_SYSTEM_CERTS=1 UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PIP_INDEX))}}" \
	$(BIN)/uv --quiet
PIP_INDEX = $(BIN)/pip config get global.index-url 2>/dev/null || true
DEMO := build/belgium-2018-01-22

# The first interpreter that is new enough; `make demo PYTHON=python3.12` overrides it.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)

.PHONY: help demo desk test hostile axe check fix words lock clean
.DELETE_ON_ERROR:

help:
	@echo "make demo   assess Belgium on 22 January 2018 and write a page and a PDF"
	@echo "make desk   start a desk to try on this machine, with invented people of every role"
	@echo "make test   run every check and every test"
	@echo "make hostile SEED=7  spoil every table and file by chance, and say what came of it"
	@echo "make axe    look at every page of the desk on phone and desktop in four languages"
	@echo "make check  format, lint, types and import contracts"
	@echo "make fix    mend format and lint where a tool can"
	@echo "make words  carry new English sentences to every language, and check the catalogues"
	@echo "make lock   resolve the dependencies again"
	@echo "make clean  remove the environment and everything built"

demo: .venv/run.stamp
	@mkdir -p build
	@$(BIN)/peil assess dossiers/belgium --as-of 2018-01-22 --html $(DEMO).html --pdf $(DEMO).pdf
	@echo "The page is $(DEMO).html and the PDF is $(DEMO).pdf"

desk: .venv/server.stamp
	@echo "The desk answers at http://127.0.0.1:8000; sign in as dora@example.org, with: a desk to be tried"
	@echo "Mail, bulletins and figures follow within minutes: beside it runs what a desk does each minute"
	@while sleep 60; do $(BIN)/peil work dossiers/belgium --home build/desk; done & \
		trap "kill $$!" EXIT INT TERM; $(BIN)/peil serve desk dossiers/belgium --home build/desk --demonstration

# Two processes: the suite is mostly arithmetic, and every test stands alone. A file is the work of
# one of them, so that what its tests share is made once. Neither may wait for the other's processor,
# and what one has compiled the commands that tests start need not compile again.
test: export OPENBLAS_NUM_THREADS = 1
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/dev.stamp check
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

# A quarter of an hour: the suite has a sample of it.
SEED := 1
hostile: .venv/dev.stamp
	@$(BIN)/python -m tests.hostile --seed $(SEED)
	@$(BIN)/python -m tests.hostile.stopped --seed $(SEED)
	@$(BIN)/python -m tests.hostile.as_known --seed $(SEED)

# Half an hour: the suite looks at every page of the desk in English on a phone.
axe: .venv/dev.stamp
	@$(BIN)/python -m tests.web.desk.everywhere

check: .venv/dev.stamp
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

fix: .venv/dev.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

words: .venv/dev.stamp
	@$(BIN)/python -m tests.catalogues

COMPILE = $(UV) pip compile --universal --python-version 3.11 --generate-hashes --fork-strategy fewest \
	--annotation-style line --no-emit-index-url --custom-compile-command "make lock"

lock: .venv/setup.stamp
	@$(COMPILE) pyproject.toml --group dev --upgrade --output-file requirements-dev.txt
	@$(COMPILE) --no-deps --group golden --upgrade --output-file requirements-golden.txt
	@$(COMPILE) pyproject.toml --constraints requirements-dev.txt --output-file requirements.txt
	@$(COMPILE) pyproject.toml --extra server --constraints requirements-dev.txt --output-file requirements-server.txt
	@$(COMPILE) --constraints requirements-dev.txt --group setup --output-file requirements-setup.txt

clean:
	@rm -rf .venv build

# Each stamp is newer than the lock file that it installed, so a second run does nothing.
.venv/setup.stamp: requirements-setup.txt
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "Peil needs Python 3.11 or newer, and found none; install one or name it: make PYTHON=..." >&2; \
		exit 1; }
	@echo "Setting up .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-setup.txt
	@touch $@

# Installed, not synchronised: a demo must not take away the tools that a test put there.
.venv/run.stamp: requirements.txt pyproject.toml .venv/setup.stamp
	@$(UV) pip install --python .venv --compile-bytecode --require-hashes --requirement requirements-setup.txt --requirement requirements.txt
	@$(UV) pip install --python .venv --no-deps --no-build-isolation --editable .
	@echo "Compiling the inner loops of the watch and of synthetic control"
	@$(BIN)/peil watch --counts docs/guide/weekly.csv > /dev/null
	@$(BIN)/peil evaluate control docs/guide/panel.csv --unit North --from 2016 --predictor value --starts 5 > /dev/null
	@touch $@

.venv/server.stamp: requirements-server.txt .venv/run.stamp
	@$(UV) pip install --python .venv --compile-bytecode --require-hashes --requirement requirements-server.txt
	@touch $@

# Synchronising resolves nothing, so what the golden data's package would bring stays away.
.venv/dev.stamp: requirements-dev.txt requirements-golden.txt .venv/run.stamp
	@$(UV) pip sync --python .venv --require-hashes requirements-dev.txt requirements-golden.txt
	@$(UV) pip install --python .venv --no-deps --no-build-isolation --editable .
	@touch $@
