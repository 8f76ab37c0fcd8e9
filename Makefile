# Everything a newcomer needs: `make demo` and `make test`. Both set up .venv by themselves.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Where it is set, Python compiles every library anew at each of the hundreds of starts that tests make.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: setup demo serve test check types style imports rules format lock words bench clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "dutystation needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(sed -n 's/^\(uv==[0-9.]*\).*/\1/p' requirements.lock)"
	VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: setup
	$(BIN)/dutystation demo

serve: setup
	@test -d demo/workspace || { echo "There is no demonstration yet. Make it with: make demo" >&2; exit 1; }
	$(BIN)/dutystation serve demo/workspace

test: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal
	$(BIN)/python -m tests.web.on_postgresql

# Types take one core, the house rules the other.
check: setup
	@$(MAKE) --no-print-directory -j2 types style imports rules

types: setup
	$(BIN)/mypy

style: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

imports: setup
	$(BIN)/lint-imports

rules: setup
	$(BIN)/python -m pytest tests/house_rules

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --group dev --extra spark --extra web pyproject.toml --output-file requirements.lock $(UPGRADE)

words: setup
	$(BIN)/python -m dutystation.web.site.catalogue

bench: setup
	$(BIN)/python -m bench job

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .import_linter_cache
