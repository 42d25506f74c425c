# licet: two commands, `make demo` and `make test`, on a bare clone with Python 3.11+ and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
SPARK  := $(VENV)/.spark
PEERS  := .venv-bench/.installed

.PHONY: demo test lint check bench bench-peers docs site wheel snapshot clean install

install: $(STAMP)

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --no-binary licet \
	    -e ".[fast,postgres,batch,mcp]" --group dev
	# followthemoney (tests only) brings stubs of SQLAlchemy 1.4, which hide the types of SQLAlchemy 2
	$(BIN)/python -m pip uninstall --quiet --yes sqlalchemy2-stubs
	$(BIN)/python -m compileall -q src  # so that the first start is as fast as any
	touch $(STAMP)

# Spark is 450 MB and needs Java, so only the tests ask for it, and only where Java is. It ships as a source
# archive that holds no code to compile.
$(SPARK): $(STAMP)
	if command -v java >/dev/null; then \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
	        --no-binary licet,pyspark -e ".[spark]" && touch $(SPARK); \
	else echo "NO JAVA HERE: Spark is not tested (install openjdk-17-jre-headless)"; fi

demo: $(STAMP)
	$(BIN)/python examples/demo.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint $(SPARK)
	$(BIN)/python -m pytest -n 2 --dist loadfile

bench: $(STAMP) $(PEERS)
	$(BIN)/python -m benchmarks

# The peers have needs of their own (another followthemoney, ICU), so they live apart; nothing of licet runs there.
bench-peers: $(STAMP) $(PEERS)
	$(BIN)/python -m benchmarks peers

$(PEERS): pyproject.toml
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --group bench
	touch $(PEERS)

docs: $(STAMP)
	$(BIN)/python docs/reference.py

site: $(STAMP)
	$(BIN)/python -m sphinx -q -n -W --keep-going -b html docs site
	@echo "open site/index.html"

wheel: $(STAMP)
	$(BIN)/python tests/wheel.py

snapshot: $(STAMP)
	$(BIN)/licet lists build --from ../shared/data

clean:
	rm -rf $(VENV) .venv-bench .pytest_cache .mypy_cache .ruff_cache
