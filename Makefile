# `make demo` installs and runs the main job; `make test` passes the checks. Both make their own virtual environment.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test docs lock audit clean

demo: $(VENV)/installed
	$(BIN)/bisearch demo --index index

test: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

# Writes what README generates: help texts, the table of file forms, the examples' output.
docs: $(VENV)/installed-dev
	$(BIN)/python scripts/write_readme.py

# Writes the exact versions, with hashes, that development is done with. Install them with
# `pip install --require-hashes -r requirements-dev.lock`.
lock: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-tools>=7.5'
	CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-find-links \
		--no-emit-index-url --no-emit-trusted-host --extra dev --output-file requirements-dev.lock pyproject.toml

# Asks the registry of vulnerabilities about every locked version; strictly, since one that it has not heard of would
# else pass for one without fault.
audit: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9'
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "bisearch needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "this Python cannot make virtual environments; on Debian: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
