# Vinh Danh. Two commands do it all: make run, make test. Anything longer than a line is a Go program.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run build dist assets guide test proof sabotage bench check fmt lint deps clean

export CGO_ENABLED := 1
# SQLite waits for the data of a file and not for its times; without the first define it calls the slower fsync. Without the
# second one the driver's kept statements are planned anew at each use, since it clears bindings: 30 µs instead of 2.
export CGO_CFLAGS  := -O2 -g -DHAVE_FDATASYNC=1 -DSQLITE_ENABLE_QPSG=1

ADDR    ?= 127.0.0.1:8080
PROOF   ?= 1
NAME    ?=
BENCH   ?=
ARCH    ?= amd64 arm64
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)
TOOLS   := go run -C internal/tools
LINTER  := go tool -modfile=$(CURDIR)/internal/tools/go.mod golangci-lint
# What runs without the race detector: heavy work with few goroutines. Its tests named …Goroutines and …OneTap… run with it.
PLAIN   := ./internal/contract/... ./templates/... ./internal/web/... ./cmd/... ./judging/... ./certificates/pdf/... ./certificates/pades/... ./internal/inspect/...
SOURCES  = $$(git ls-files --cached --others --exclude-standard --deduplicate '*.go')

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build, then serve the demo edition on http://localhost:8080 (ADDR=host:port)
	bin/vinhdanh demo --data data/demo --addr $(ADDR)

build: assets ## leave bin/vinhdanh and bin/vinhdanh-verify
	go build -trimpath -buildvcs=false -ldflags '-X main.version=$(VERSION)' -o bin/ ./cmd/...

dist: assets ## static programs for amd64 and arm64 with lists of their parts, in bin/dist (ARCH=one)
	$(TOOLS) ./dist -version $(VERSION) $(ARCH)

assets:
	$(TOOLS) ./deps build
	go run ./templates/build

guide: build ## take the pictures of the user guide and of README anew, from the demo
	node templates/browser/guide.mjs bin/vinhdanh docs/user-guide/pictures docs/pictures

test: deps assets ## prove the program: units, both databases, the contract, a browser, certificates
	go vet -race ./...
	go test -vet=off -count=1 -p 2 -timeout 20m $(PLAIN)
	go test -race -vet=off -count=1 -timeout 3m -run 'Goroutines|OneTap' $(PLAIN)
	go test -race -vet=off -count=1 -p 2 -timeout 15m $$(go list ./... | grep -vxF "$$(go list $(PLAIN))")
	go test -C internal/tools -count=1 ./...
	go test -C internal/tools/bench -count=1 ./...

proof: deps build ## the long proofs: power cuts, kills, scan matrix, bulk, fuzzing (PROOF=n times the size)
	$(TOOLS) ./deps proof
	$(TOOLS) ./proof -size $(PROOF)

sabotage: deps assets ## break the program in small named ways; each must turn a test red (NAME=part of a name)
	$(TOOLS) ./sabotage "$(NAME)"

bench: build ## print every mark of docs/performance.md beside what is reached (BENCH=flags, e.g. "-only saves")
	go run -C internal/tools/bench . $(BENCH)

check: lint test ## format, lint, test

fmt: ## format every Go file
	gofmt -w $(SOURCES)

lint: assets ## demand formatted files, then run the linters
	@unformatted="$$(gofmt -l $(SOURCES))"; test -z "$$unformatted" || \
		{ echo "make fmt would change:"; echo "$$unformatted"; exit 1; }
	$(LINTER) run ./...
	cd internal/tools && $(LINTER) run ./...
	cd internal/tools/bench && $(LINTER) run ./...

deps: ## install the Debian packages that the tests need, or name them
	$(TOOLS) ./deps test

clean: ## remove what the build leaves
	rm -rf bin templates/node_modules
	find templates/dist -mindepth 1 ! -name .placeholder -delete
