# make run     the demonstration: broker, daemon, simulated city, live view
# make test    every test
# make check   what CI runs
# make bench   how fast it is, beside what it can be measured against
SHELL := /bin/bash
.DEFAULT_GOAL := help

# What Debian has and Belfry needs; PACKAGES for building and running, TEST_PACKAGES for the tests as well.
PACKAGES := libmosquitto-dev libsqlite3-dev pkg-config mosquitto
TEST_PACKAGES := mosquitto-clients sqlite3 openssl

.PHONY: help run test build release check bench lint packages test-packages clean

help:
	@sed -n 's/^# make/make/p' Makefile

# Installs with apt what is missing, and says so; silent when nothing is.
define install
@missing=$$(for p in $(1); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
if [ -n "$$missing" ]; then \
  echo "Installing with apt:" $$missing; \
  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
  export DEBIAN_FRONTEND=noninteractive; \
  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
fi; \
command -v swift >/dev/null || { echo "Swift 6.3 or later is needed: https://www.swift.org/install/linux/"; exit 1; }
endef

packages:
	$(call install,$(PACKAGES))

test-packages: packages
	$(call install,$(TEST_PACKAGES))

build: packages
	swift build --explicit-target-dependency-import-check error

release: packages
	swift build -c release

run: packages
	@echo "Building (the first time takes some minutes) ..."
	@swift build --quiet
	@exec Config/demo/run

# The programs are built first: the end-to-end tests start the real ones.
test: test-packages
	swift build
	swift test

bench: packages release
	Benchmarks/run

lint:
	swift format lint --strict --recursive Package.swift Sources Simulators Tests Benchmarks

check:
	bash .ci/run

clean:
	rm -rf .build
