# Everything that is done to a checkout. `make demo` and `make test` need only make and Python >= 3.11: the first run
# of each sets up .venv from the hashed lists in requirements/, later runs only when those or pyproject.toml change.

EXAMPLE = examples/linden-street
FROM = 2026-03-02
PYTHON = $(shell sh tools/find-python.sh)
WORKERS = 2
# How many times as much `make soak` draws as in an hour of one core's time: SOAK=10 is for a night.
SOAK = 1
# The least coverage in per cent that `make test` accepts; empty: any.
COVERAGE =

BIN = .venv/bin
# -qq: errors only. The index is the one that this machine's pip is set to.
PIP = $(BIN)/python -m pip --disable-pip-version-check -qq
INSTALL = $(PIP) install --require-hashes -r
# kinrota's exit status 1: done, and there is something to look at. Python's own 1, a crash before that, leaves no plan.
LOOK = || test $$? -eq 1

.PHONY: demo test lint soak bench lock clean chromium davical

demo: .venv/run.stamp
	@rm -rf build/demo
	$(BIN)/kinrota gaps $(EXAMPLE) --from $(FROM) $(LOOK)
	$(BIN)/kinrota plan $(EXAMPLE) --from $(FROM) --out build/demo $(LOOK)
	@test -s build/demo/plan.json || { echo "No plan was written: see above." >&2; exit 1; }
	@echo "The plan as a page, a file and calendars: build/demo"

test: lint chromium davical
	tools/ensure-chromium.sh --found && tests="not soak" || tests="not soak and not browser"; \
		$(BIN)/pytest -m "$$tests" -n $(WORKERS) --dist worksteal --cov --cov-report=term $(if $(COVERAGE),--cov-fail-under=$(COVERAGE))

lint: .venv/dev.stamp
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

soak: .venv/dev.stamp davical
	KINROTA_SOAK=$(SOAK) $(BIN)/pytest -m soak -n $(WORKERS) --dist worksteal --durations=20

bench: .venv/dev.stamp davical
	$(BIN)/python benchmarks/rules.py
	$(BIN)/python benchmarks/privacy.py
	$(BIN)/python benchmarks/publishing.py
	$(BIN)/python benchmarks/hostile.py
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/run.py

lock:
	tools/lock.sh $(PYTHON)

clean:
	rm -rf .venv build .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

chromium:
	@tools/ensure-chromium.sh

davical:
	@tools/ensure-davical.sh

# --clear: an environment of which only half was made does not count.
.venv/made.stamp:
	@python=$(PYTHON); test -n "$$python" || exit 1; \
		echo "Setting up .venv with $$python ..." && "$$python" -m venv --clear .venv
	@touch $@

.venv/run.stamp: .venv/made.stamp requirements/run.txt pyproject.toml
	@echo "Installing what kinrota runs on ..."
	@$(INSTALL) requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	@echo "Installing what its tests need ..."
	@$(INSTALL) requirements/dev.txt
	@touch $@
