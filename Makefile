# Two commands show the project: `make demo` and `make test`. Each sets up what it needs first.
SHELL := /bin/bash
PYTHON := .venv/bin/python
OUT ?= out
TESTS ?= tests
# A test waits as long as it works: with three at a time two cores have always something to do.
# A process of the tests that crashes ends the run: with another in its place the last tests were never given out.
TOGETHER ?= 3
# Some hundred processes are started by the tests: what is compiled once need not be compiled by each of them.
unexport PYTHONDONTWRITEBYTECODE
ROOMS := $(wildcard consent protocol agent relay tests demo benchmarks)

.PHONY: help setup installed demo demo-headless test test-long check bench bench-screen bench-peers

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## Install everything that the other targets need
	@tools/setup --checks

installed: # what tests, demo and benchmarks need; the checks' own tools come with `setup` and `check`
	@tools/setup

demo: installed ## Show one supported session: relay, agent, console address
	@$(PYTHON) -m demo.attended

demo-headless: installed ## The same, unattended; leaves its evidence in OUT=dir (default: out)
	@$(PYTHON) -m demo.headless --out $(OUT)
	@$(PYTHON) -m demo.windows --out $(OUT)/windows

test: installed ## Run all tests (seven minutes on two cores)
	@$(PYTHON) -m pytest -q --tb=short -m "not alone" --numprocesses $(TOGETHER) --max-worker-restart 0 --dist loadfile --no-loadscope-reorder $(TESTS)
	@$(PYTHON) -m pytest -q --tb=short -m alone $(TESTS)
	@node --test --test-concurrency=$(TOGETHER) tests/js/*.test.js

test-long: installed ## The tests with fuzz, soak and fault series at full length
	@$(PYTHON) -m pytest -q --long --timeout 3600 -o faulthandler_timeout=4000 -m "not alone" --numprocesses 2 --max-worker-restart 0 --dist loadfile --no-loadscope-reorder $(TESTS)
	@$(PYTHON) -m pytest -q --long --timeout 3600 -o faulthandler_timeout=4000 -m alone $(TESTS)
	@node --test --test-concurrency=$(TOGETHER) tests/js/*.test.js

check: ## Lint, format, types of both languages, floors
	@tools/setup --checks
	@$(PYTHON) -m ruff check --quiet
	@$(PYTHON) -m ruff format --check --quiet
	@$(PYTHON) -m mypy --no-error-summary $(ROOMS)
	@.tools/typescript/node_modules/.bin/tsc --project tsconfig.json
	@$(PYTHON) -m pytest -q tests/test_house.py

bench: installed ## Print the measured times, loads and sizes
	@$(PYTHON) -m benchmarks

bench-screen: installed ## Print the screen's figures at the console's canvas, beside their goals (BENCH=... adds flags)
	@$(PYTHON) -m benchmarks.screen $(BENCH)

bench-peers: installed ## The same beside TigerVNC, websockify and noVNC, in turn; installs them where it may
	@tools/setup-peers
	@$(PYTHON) -m benchmarks.screen --peers $(BENCH)
