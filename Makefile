# One command for developers: make check. Tools come from the active environment.
.PHONY: check format lint types imports catalogue test quick golden laws crash fuzz mutations bench-intake bench-evidence bench-evidence-large bench-wall bench-all bench-documents bench-rounds bench-incidents messages sample prints docs

check: lint types imports catalogue test

format:
	ruff format .
	ruff check --fix .

lint:
	ruff format --check .
	ruff check .

types:
	mypy

imports:
	PYTHONPATH=src:tools/sample lint-imports

catalogue:
	itakusaki lint

test:
	pytest

quick: ## without Spark, LibreOffice, Great Expectations, the whole sample and engines by the dozen
	pytest -m "not slow"

golden: ## rewrite the golden files, then look at the diff
	pytest --update-golden tests/unit/report/test_report_golden.py tests/acceptance/test_sample.py

# Long loops; their figures are recorded in bench/README.md.
laws: ## every law on twenty times as many examples; all that runs on Spark and PostgreSQL
	LAWS_TIMES=20 pytest -m hypothesis
	LAWS_TIMES=20 pytest tests/unit/retests/test_engines_agree.py
	LAWS_TIMES=20 pytest tests -k postgresql

crash: ## kills and failures at every step of writing, and N kills at random moments
	python tests/crash/harness.py --kills $(or $(N),100)

mutations: ## N seeded damages of the sample's logs and workbooks; nothing may look better for any
	PYTHONPATH=src:tests:tools/sample python -m mutations --runs $(or $(N),500)

bench-intake: ## rounds of workbooks, against the bare read
	python -m bench intake --workbooks 30 --workbooks 120

bench-evidence: ## every control test on 10 million rows, against the bare scan
	python -m bench evidence --single

bench-evidence-large: ## the same on 100 million rows
	python -m bench evidence --rows 100000000

bench-wall: ## reading behind the wall, against reading in one process
	python -m bench wall

bench-all: ## every bench, whole audits of the sample and of 20, 300 and 2,000 processors among them; hours
	python -m bench all

bench-documents: ## a thousand findings in each format, against docxtpl, typst and Jinja rendering a bare table
	python -m bench documents

bench-incidents: ## triage and clock at each of 2,000 contracts over four tiers, against reading the ledger
	python -m bench incidents

bench-rounds: ## compare, status and trend of 2,000 processors over 8 rounds, against bare SQL
	python -m bench rounds

SEED ?= 1
fuzz: ## N mutated files over all kinds: no traceback, nothing beyond its bounds
	PYTHONPATH=src:tests python -m fuzz --files $(or $(N),10000) --seed $(SEED) --keep fuzz-faults

messages: ## extract sentences; translate what is new in the .po file
	pybabel -q extract -F pyproject.toml --no-location --sort-output --omit-header -o itakusaki.pot .
	pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -D itakusaki -l ja -i itakusaki.pot -d src/itakusaki/locale
	rm itakusaki.pot

sample: ## make sample_data anew from its seed
	PYTHONPATH=src:tools/sample python -m samplemaker

prints: ## print the queries of the control tests ahead, after a change of what they ask
	PYTHONPATH=src:tools/prints python tools/prints/printed_queries.py

docs: ## make the pages on layouts and templates anew from schemas and views, the table of grounds from the tests, the Word templates
	python tools/docs/layouts_page.py
	python tools/docs/grounds_table.py
	python tools/docs/templates_page.py
	python tools/docs/word_templates.py
