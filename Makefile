# `make demo` shows what Wardlake does; `make test` proves it. Both install what the machine lacks.
SHELL := /usr/bin/env bash
export PATH := $(HOME)/.cargo/bin:$(PATH)
export CARGO_TARGET_DIR ?= $(HOME)/.cache/wardlake/target
WARDLAKE := $(CARGO_TARGET_DIR)/release/wardlake
DEMO ?= $(or $(TMPDIR),/tmp)/wardlake-demo

.PHONY: demo test build setup lint

setup:
	@bash deploy/setup.sh

build: setup
	@echo "building wardlake (the first build compiles RocksDB and takes a quarter of an hour on two cores)"
	@cargo build --release --workspace

demo: build
	@bash deploy/demo.sh "$(WARDLAKE)" "$(DEMO)"

test: setup
	@cargo build --release --workspace
	@cargo test --release --workspace

lint: setup
	@cargo fmt --all --check
	@cargo clippy --release --workspace --all-targets -- --deny warnings

# The linked binary carries debug information of several hundred megabytes; the installed one does not.
PREFIX ?= /usr/local
.PHONY: install
install: build
	install -D -s -m 755 "$(WARDLAKE)" "$(PREFIX)/bin/wardlake"
