"""The lower bound of a submission's time: fork a process that has imported everything, run the cells of a submission with ``exec``, end.

No Jupyter, no sandbox, no judge: what is left is what the student's code itself takes. Prints CPU seconds as JSON.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import sys
from pathlib import Path

import matplotlib as mpl
import nbformat

mpl.use("agg")
import matplotlib.pyplot  # noqa: F401
import torch._dynamo  # noqa: F401

from gdcourse.exercises import find_exercise, units
from gdcourse.grading.submission.hidden_cases import HIDDEN_COUNT
from gdcourse.judging.exercise import Case
from gdcourse.judging.probing import probe

from .simulated_courses import code_cells


def _run(cells: list[tuple[str | None, str]], cases: dict[str, list[Case]]) -> None:
    namespace: dict[str, object] = {"__name__": "__main__", "get_ipython": lambda: None}
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for grade_id, source in cells:
        code = "\n".join(line for line in source.splitlines() if not re.match(r"\s*[%!]", line))
        if grade_id in cases:
            _, exercise = find_exercise(str(grade_id))
            probe(exercise, namespace.get(exercise.name), cases[exercise.id])
        else:
            with contextlib.suppress(Exception):  # a student's error ends the student's cell
                exec(code, namespace)  # noqa: S102


def main() -> None:
    paths = [Path(argument) for argument in sys.argv[1:]]
    cases = {exercise.id: exercise.cases(1, HIDDEN_COUNT) for unit in units() for exercise in unit.exercises}
    notebooks = [code_cells(nbformat.read(path, as_version=4)) for path in paths]
    gc.collect()
    gc.freeze()
    total = 0.0
    for cells in notebooks:
        child = os.fork()
        if child == 0:
            _run(cells, cases)
            os._exit(0)
        _, _, usage = os.wait4(child, 0)
        total += usage.ru_utime + usage.ru_stime
    print(json.dumps({"cpu_seconds": total, "submissions": len(paths)}))


if __name__ == "__main__":
    main()
