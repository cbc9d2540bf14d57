# What a newcomer types: `make demo`, then `make test`. The rest is for those who change things.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test check check-exports check-container virtuoso check-web format lint types lock evaluate docs docs-site audit release bench bench-full bench-peers bench-speed fuzz properties vendor clean

help:            ## list the targets
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | column -t -s '|'

install: $(STAMP) ## create .venv and install the locked dependencies, every one checked by its hash

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ClaimGraph needs Python 3.11 or later; name one with make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: install    ## build a graph from seeds/, validate it, answer questions, write build/
	@$(BIN)/claimgraph demo --out build

test: install    ## run all tests on two processes
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

check: install   ## format, lint, types, order of the stages, style of ontology and queries
	$(BIN)/ruff format --check pipeline tests benchmarks checks release
	$(BIN)/ruff check pipeline tests benchmarks checks release
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 tests/architecture tests/ontology

check-exports: install ## read the exports with heavier foreign tools, which it installs (some as root)
	$(BIN)/python checks/exports.py build/check-exports

check-web: install ## pages and endpoint in a real browser, with Jena (installs Chromium and Jena as root)
	rm -rf build/check-web && $(BIN)/claimgraph build seeds --quiet --store build/check-web
	PATH=$(CURDIR)/$(BIN):$$PATH $(BIN)/python checks/pages.py build/check-web
	PATH=$(CURDIR)/$(BIN):$$PATH $(BIN)/python checks/endpoint.py build/check-web
	PATH=$(CURDIR)/$(BIN):$$PATH $(BIN)/python checks/hostile.py

check-container: ## build the container's image and work in it (installs buildah, as root)
	sh checks/container.sh build/check-container

virtuoso:        ## install Debian's Virtuoso, the second SPARQL server that tests start (as root)
	apt-get install -y virtuoso-opensource-7

format: install  ## rewrite the code in the house format
	$(BIN)/ruff format pipeline tests benchmarks checks release
	$(BIN)/ruff check --fix pipeline tests benchmarks checks release

lock:            ## resolve requirements.lock anew: hashes, no addresses (needs uv)
	uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --quiet --upgrade -o requirements.lock

evaluate: install ## score extraction on the development data beside the project
	$(BIN)/claimgraph evaluate ../shared/evaluation/gold/seeds --texts ../shared/seeds
	$(BIN)/claimgraph evaluate ../shared/evaluation/gold/texts --texts ../shared/evaluation/texts \
		--dates ../shared/evaluation/texts/INDEX.tsv

bench: install   ## all bars of speed; renews the table in the README (up to 45 minutes)
	$(BIN)/python benchmarks/starts.py > benchmarks/results/starts.md
	$(BIN)/python benchmarks/stages.py > benchmarks/results/stages.md
	$(BIN)/python benchmarks/stores.py > benchmarks/results/stores.md
	$(BIN)/python benchmarks/bars.py --out benchmarks/results/bars.txt --readme README.md

bench-full: install ## the bars at the largest sizes (hours)
	$(BIN)/python benchmarks/bars.py --articles 10000 --triples 10000000 --out benchmarks/results/bars-full.txt

bench-peers: install ## compare with textacy, triplet-extract, Semantica: installs them aside for the run
	$(BIN)/python benchmarks/peers.py

bench-speed: install ## extraction beside bare spaCy, and memory over 2,000 documents
	$(BIN)/python benchmarks/speed.py

docs: install    ## guides and reference as Markdown, in build/docs
	$(BIN)/claimgraph docs build/docs

docs-site: docs  ## the same as a site, no dead link in it: zensical, installed aside for it
	test -x build/zensical/bin/zensical || $(PYTHON) -m venv build/zensical
	build/zensical/bin/pip install --quiet --disable-pip-version-check zensical==0.0.73
	cp release/zensical.toml build/zensical.toml
	cd build && zensical/bin/zensical build --strict --clean -f zensical.toml
	! grep -rlE 'src="https?:' build/docs-site

audit: install   ## licences, lock, unused and missing dependencies, known faults
	$(BIN)/python release/audit.py

release: install ## wheel, source archive, bill of materials and sums of what is committed, in dist/
	$(BIN)/python release/make_release.py

fuzz: install    ## attack every entrance for MINUTES (default 10); finds are kept in build/fuzz
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "atheris>=2.3"
	$(BIN)/python benchmarks/fuzz.py $(or $(MINUTES),10)

properties: install ## property tests with new random examples each time, ROUNDS times (default 10)
	for round in $$(seq $(or $(ROUNDS),10)); do env -u CI $(BIN)/python -m pytest -q -n 2 -m hypothesis || exit 1; done

vendor:          ## bundle the pages' scripts anew from vendor/ (needs node and npm)
	rm -rf build/vendor && mkdir -p build && cp -r vendor build/vendor
	cd build/vendor && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	cd build/vendor && node build.mjs ../../pipeline/claimgraph/web/static/vendor

clean:           ## remove what was built; sources and .venv stay
	rm -rf build dist .claimgraph .mypy_cache .ruff_cache .hypothesis
