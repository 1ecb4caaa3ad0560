# Everything sets itself up in .venv: uv where it is there, plain venv and pip where not.
PYTHON ?= python3
VENV := .venv
WHEELHOUSE ?= wheelhouse
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-all check format bench words pictures wheelhouse clean

$(READY): pyproject.toml constraints.txt
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python "$(PYTHON)" $(VENV) && \
		uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --group dev --editable .; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1" && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev --editable .; \
	fi
	@touch $@

demo: $(READY)
	$(BIN)/netinv demo

test: $(READY)
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile

test-all: $(READY)
	$(BIN)/pytest -m ""

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m tests.bench

words: $(READY)
	$(BIN)/pybabel --quiet extract --no-location --sort-output -k _ -k plural:1,2 -o netinv/locale/netinv.pot netinv probes topology
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete -D netinv -i netinv/locale/netinv.pot -d netinv/locale
	$(BIN)/pybabel --quiet compile -D netinv -d netinv/locale

pictures: $(READY)
	$(BIN)/python docs/pictures/make.py

# All that pip needs where there is no network, pip itself with it: for this platform and this version of Python.
wheelhouse:
	@mkdir -p "$(WHEELHOUSE)" && rm -rf build/pip "$(WHEELHOUSE)"/*.whl
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --seed --python "$(PYTHON)" build/pip; \
	else \
		$(PYTHON) -m venv build/pip; \
	fi
	build/pip/bin/python -m pip wheel --quiet --disable-pip-version-check --constraint constraints.txt --wheel-dir "$(WHEELHOUSE)" ".[keyring]" pip
	cp constraints.txt "$(WHEELHOUSE)"
	cd "$(WHEELHOUSE)" && sha256sum *.whl constraints.txt > SHA256SUMS

clean:
	rm -rf $(VENV) wheelhouse build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
