# Needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JOBS ?= $(shell $(PYTHON) -c "import os; print(os.cpu_count() or 1)")
# Files are UTF-8, whatever the locale: some libraries ask it. Python itself looks past LANG=C (PEP 538), not past LC_ALL=C.
export PYTHONUTF8 := 1
ifneq (,$(filter C POSIX,$(LC_ALL)))
export LC_ALL := C.UTF-8
endif

# Tests start a hundred processes: what the first has compiled is kept for the others, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help env mutants claims versions demo lab test quick site bench peers nbgrader-tests lint format lock clean

help:
	@echo "make demo   release, grade and report on a simulated class, from nothing"
	@echo "make lab    open the lessons as students get them, in JupyterLab (make lab lang=ko, make lab lang=en)"
	@echo "make test   lint, types and every test, from nothing"
	@echo "make quick  under a minute after an edit: lint, types, the judge, the rooms, known answers, one notebook graded"
	@echo "make site   the website, into build/site"
	@echo "make bench  measure speed against plain nbgrader and nbval (about 40 minutes)"
	@echo "make mutants  prove the graders of exercises that have changed against mutants, and make the table of docs/mutants.md"
	@echo "make claims  try what the lessons claim on other data, and make the table of docs/claims.md (unit=01-cost: one unit's part)"
	@echo "make peers  the suites of jupyter_client, ipykernel, nbclient and others, without and with warm kernels"
	@echo "make nbgrader-tests  nbgrader's own tests with our plug-ins (all=1: the rest of them too)"
	@echo "make format rewrite the code in the project's format"
	@echo "make versions  try the oldest versions that the package declares (several GB)"
	@echo "make lock   resolve the dependencies anew into requirements.lock"
	@echo "make clean  remove what the other targets made"

env: $(VENV)/.installed

# An image has its environment built in, and need not reach a package index.
$(VENV)/.installed: $(if $(VENV_AS_IT_IS),,requirements.txt requirements.lock pyproject.toml)
	@$(PYTHON) -c "import sys; sys.exit('Python 3.11 이상이 필요해요. · Python 3.11 or newer is needed; this is ' + sys.version.split()[0] + '. Try: make PYTHON=python3.11') if sys.version_info < (3, 11) else None"
	@$(PYTHON) -c "import venv, ensurepip" || { echo "venv 모듈이 없어요. · The venv module is missing (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	$(BIN)/python -m gdcourse.authoring.environment_anywhere
	@touch $@

demo: env
	$(BIN)/gdcourse demo

lab: env
	$(BIN)/gdcourse lab $(if $(lang),--lang $(lang))

# Kernels of tests, nbval's too, are forked from a template where the system can. One process more than there are cores:
# many tests wait for JupyterLab, for a browser or for a limit. Who uses up all there is until a limit is met is tried
# afterwards, on a machine that is idle else.
# With reports=DIR each run leaves what it has measured there.
test: export JUPYTER_DEFAULT_PROVISIONER_NAME := gdcourse-warm
test: lint
	$(BIN)/pytest -n $$(($(JOBS) + 1)) --dist loadfile --no-loadscope-reorder -m "not alone" $(if $(reports),--junitxml $(reports)/most.xml)
	$(BIN)/pytest -m alone tests/hostile $(if $(reports),--junitxml $(reports)/alone.xml)

# What most edits break, if anything.
QUICK := $(filter-out %_properties.py,$(wildcard tests/judging/test_*.py)) tests/project/test_import_directions.py tests/lessons/test_computational_graph.py \
  tests/exercises/test_known_answers.py::test_a_known_answer_gets_its_verdict_in_the_students_check \
  tests/grading/submission/test_grade_submission.py::test_right_answers_get_all_points_and_the_reflection_waits_for_a_person
quick: export JUPYTER_DEFAULT_PROVISIONER_NAME := gdcourse-warm
quick: lint
	$(BIN)/pytest -q -n $(JOBS) --dist worksteal $(QUICK)

site: env
	$(BIN)/sphinx-build -W --keep-going -q -j auto -d build/doctrees docs build/site
	@echo "build/site. 보려면 · To look at it: $(BIN)/python -m http.server --bind 127.0.0.1 --directory build/site"

bench: env
	PYTHONPATH=tests $(BIN)/python -m benchmarks.run $(rows)

mutants: env
	$(BIN)/gdcourse prove --changed; $(BIN)/python -m gdcourse.authoring.proving docs/mutants.md

claims: env
	PYTHONPATH=tests $(BIN)/python -m lessons.claims.page $(unit)

nbgrader-tests: env
	$(BIN)/python tests/nbgraders_own_tests.py $(if $(all),--all)

# Their kernels as they come, and forked from our template: what differs is printed. folder=DIR keeps sources and logs.
peers: env
	$(BIN)/python tests/kernels/peers.py $(if $(folder),--folder $(folder)) $(suites)

lint: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: env
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The ranges that pyproject.toml declares, tried in an environment of their own: at their lowest, or with
# resolution=highest at their newest; python= names another Python, with= what else is to be there ("torch==2.15.0").
# Without the configuration, since that holds torch to the version that our own outputs are stored with.
TRIED := tests/judging/test_judge.py tests/judging/test_probing.py tests/student/test_check_answer.py tests/student/test_student_commands.py \
  tests/exercises/test_known_answers.py::test_a_known_answer_gets_its_verdict_in_the_students_check course
versions: env
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv venv --quiet --clear --python $(or $(python),$(PYTHON)) build/versions
	$(BIN)/uv --no-config pip install --quiet --python build/versions --resolution $(or $(resolution),lowest-direct) --editable '.[lab,instructor]' $(with)
	$(BIN)/uv --no-config pip install --quiet --python build/versions hypothesis nbval pytest pytest-xdist
	build/versions/bin/python -m pytest -q $(or $(tests),$(TRIED))

lock: env
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --all-extras --no-emit-index-url \
	  --custom-compile-command "make lock" --upgrade pyproject.toml --output-file requirements.lock

clean:
	rm -rf $(VENV) demo build dist docs/lessons/*.ipynb .pytest_cache .ruff_cache .mypy_cache .hypothesis
