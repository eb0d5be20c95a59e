# `make demo` installs bisearch and runs a demonstration; `make test` runs all checks. Both create .venv first.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo serve cluster test docs lock audit clean

demo: $(VENV)/installed
	$(BIN)/bisearch demo --index index
	@echo; echo "To look at it in a browser: make serve"

test: $(VENV)/installed-dev $(VENV)/browser/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

# Runs the examples in README.md, CONTRIBUTING.md and docs/, and writes their outputs and tables.
docs: $(VENV)/installed-dev
	$(BIN)/python scripts/write_docs.py

# Pins the exact versions of the development tools, with hashes. Install them with
# `pip install --require-hashes -r requirements-dev.lock`.
lock: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-tools>=7.5'
	CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-emit-find-links \
		--no-emit-index-url --no-emit-trusted-host --extra dev --output-file requirements-dev.lock pyproject.toml

# Checks every pinned version for known vulnerabilities; fails if any version cannot be checked.
audit: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip-audit>=2.9'
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements-dev.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "bisearch needs Python 3.11 or newer; choose one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "this Python cannot create virtual environments; on Debian, run: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# Checkers of the pages. Without npm, the tests that need them are skipped.
$(VENV)/browser/installed: $(VENV)/bin/python
	mkdir -p $(VENV)/browser
	-npm install --prefix $(VENV)/browser --silent --no-fund --no-audit axe-core@4 vnu-jar@26
	touch $@

# The demonstration archive in a cluster of three nodes on this machine, of which one is killed. Needs Java 17 and Maven.
cluster: $(VENV)/installed-cluster
	$(BIN)/python -m benchmarks.cluster.demonstration

$(VENV)/installed-cluster: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[cluster]'
	touch $@

# The demonstration archive in a browser.
serve: $(VENV)/installed-web
	$(BIN)/bisearch demo --index index
	$(BIN)/bisearch serve index --title "VIPG Papers" --open

$(VENV)/installed-web: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[web,exports]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
