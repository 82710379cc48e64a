# make run     the demonstration: broker, daemon, simulated city, live view
# make test    every test
# make check   what CI runs
# make bench   how fast it is, beside what it can be measured against
# make faults  each fault once, under load (about two minutes); BELFRY_SEED chooses their order
# make soak    400 faults (about an hour), a new seed each time unless BELFRY_SEED says which
# make tsan    the tests of the pure modules, rings and storage under ThreadSanitizer
# make asan    the same under AddressSanitizer
# make score   how right the shipped rules are in a simulated city, for five weeks: docs/alerts-scored.md
# make deb     the Debian package, into .build/deb
# make systemd-test   the package in a real systemd: install, kill, hang, upgrade, purge (root only)
SHELL := /bin/bash
.DEFAULT_GOAL := help

# What Debian has and Belfry needs; PACKAGES for building and running, TEST_PACKAGES for the tests as well.
PACKAGES := libmosquitto-dev libsqlite3-dev libjavascriptcoregtk-4.1-0 pkg-config mosquitto
TEST_PACKAGES := mosquitto-clients sqlite3 openssl curl libfaketime
# What a test or two ask for where it is there, and what nobody wants on a machine for that alone.
CHECK_PACKAGES := prometheus strace
DEB_PACKAGES := dpkg-dev binutils

.PHONY: help run test faults soak score build release check bench tsan asan deb systemd-test lint packages test-packages check-packages clean

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

check-packages: test-packages
	$(call install,$(CHECK_PACKAGES))

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

faults: test-packages
	swift build
	BELFRY_FAULTS=each swift test --filter FaultTests

soak: test-packages
	swift build
	BELFRY_FAULTS=400 BELFRY_SEED=$${BELFRY_SEED:-$$RANDOM} swift test --filter FaultTests

# What runs in one process; the end-to-end tests start programs of their own. libmosquitto and SQLite are not built
# with the sanitizer: accesses in them are not seen. Sanitized tests run a tenth as fast.
SANITIZED := CodecsTests|RingsTests|StorageTests|CoreTests|MQTTTests|ConfigTests|WireTests|APITests

tsan: test-packages
	swift test --sanitize=thread --scratch-path .build/tsan --filter '$(SANITIZED)'

# Leaks are not looked for: the test runner has some of its own.
asan: test-packages
	ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --scratch-path .build/asan --filter '$(SANITIZED)'

score: test-packages
	BELFRY_SCORE_DAYS=$${BELFRY_SCORE_DAYS:-35} BELFRY_SCORE_SCALE=$${BELFRY_SCORE_SCALE:-3} \
	  swift test --filter AlertScoreTests -Xswiftc -O --scratch-path .build/score

bench: packages release
	Benchmarks/run

# Statically linked, in a folder of its own, so that it does not replace what `make release` built.
deb: packages
	$(call install,$(DEB_PACKAGES))
	swift build -c release --static-swift-stdlib --scratch-path .build/static
	swift build --package-path .build/static/checkouts/swift-argument-parser --scratch-path .build/manual \
	  --product generate-manual
	Packaging/build .build/static/release .build/manual/debug/generate-manual .build/deb

systemd-test: deb
	Tests/Systemd/run .build/deb/belfry_*.deb

lint:
	swift format lint --strict --recursive Package.swift Sources Simulators Tests Benchmarks

check:
	bash .ci/run

clean:
	rm -rf .build
