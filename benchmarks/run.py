"""Measure, and write ``benchmarks/results.json`` and its page: ``python -m benchmarks.run [ROW …]``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any
from xml.etree import ElementTree

import gdcourse.authoring.pytest_temporary_home  # noqa: F401 (plain nbgrader is not to read the user's settings)
from gdcourse.atomic_write import replace_file
from gdcourse.grading.classroom.course import Course
from gdcourse.grading.classroom.grade_class import Options, grade_class
from gdcourse.kernels.sandbox import TIERS
from support.postgresql import find_server, started

from . import explorable_frames, performance_page
from .class_of_copies import fill_with_copies, moodle_archive
from .result_times import ResultTimes
from .simulated_courses import ROOT, SLUGS, fill, make_course, marks
from .simulated_workers import on_a_cluster, on_this_machine, one_result
from .time_by_phase import measure

RESULTS = Path(__file__).parent / "results.json"
STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "gdcourse"\n'
TICKS = os.sysconf("SC_CLK_TCK")
BIN = Path(sys.executable).parent


def busy_seconds() -> float:
    """Processor seconds that this machine has spent at work, everything on it together (proc_stat(5))."""
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    user, nice, system, _idle, _iowait, irq, softirq, *_ = fields
    return (user + nice + system + irq + softirq) / TICKS


def processor_seconds(pid: int) -> float:
    """Processor seconds that a process has spent (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def autograde(scratch: Path, plain_each: int, ours_each: int) -> dict[str, Any]:
    """Submissions per second over every unit, ours against plain ``nbgrader autograde``; the same marks."""
    course = make_course(scratch / "ours")
    for slug in SLUGS:
        fill(course, slug, ours_each)
    plain = scratch / "plain"
    shutil.copytree(course.directory, plain)
    (plain / "nbgrader_config.py").write_text(STOCK)
    for folder in sorted((plain / "submitted").iterdir())[plain_each:]:
        shutil.rmtree(folder)
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    environment.pop("JUPYTER_DEFAULT_PROVISIONER_NAME", None)
    ours_seconds = ours_cpu = plain_seconds = 0.0
    for slug in SLUGS:  # in turn, so that a machine that is slower now and then is so for both
        before, started = busy_seconds(), time.perf_counter()
        grade_class(course, slug, Options(again=True))
        ours_seconds, ours_cpu = ours_seconds + time.perf_counter() - started, ours_cpu + busy_seconds() - before
        started = time.perf_counter()
        subprocess.run([BIN / "nbgrader", "autograde", slug, "--force"], cwd=plain, env=environment, check=True,
                       capture_output=True)  # fmt: skip
        plain_seconds += time.perf_counter() - started
    ours_count, plain_count = ours_each * len(SLUGS), plain_each * len(SLUGS)
    differing = []
    for slug in SLUGS:
        ours_marks = marks(course, slug)
        differing += [k for k, v in marks(Course(plain), slug).items() if ours_marks[k] != v]
    return {
        "what": "autograde, submissions per second over all units, whole machine, starts included",
        "ours": ours_count / ours_seconds,
        "plain": plain_count / plain_seconds,
        "ratio": (ours_count / ours_seconds) / (plain_count / plain_seconds),
        "submissions": {"ours": ours_count, "plain": plain_count},
        "marks_that_differ": differing,
        "cpu_seconds_per_submission": ours_cpu / ours_count,
        "at_least": 60,
    }


def cpu(scratch: Path, each: int) -> dict[str, Any]:
    """CPU seconds per submission against the floor, over the same submissions."""
    course = make_course(scratch / "cpu")
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    floor = spent = 0.0
    for slug in SLUGS:  # in turn, so that what else the machine does falls on both
        students = fill(course, slug, each)
        paths = [course.path("submitted", slug, student) / f"{slug}.ipynb" for student in students]
        done = subprocess.run([sys.executable, "-m", "benchmarks.submission_lower_bound", *map(str, paths)], cwd=ROOT, check=True,
                              capture_output=True, text=True, env={**os.environ, **threads})  # fmt: skip
        floor += json.loads(done.stdout)["cpu_seconds"] / len(paths)
        times = ResultTimes(busy_seconds)
        grade_class(course, slug, Options(again=True, on_result=times.note))
        spent += times.each()[1]
    return {
        "what": "CPU seconds per submission against fork and exec of the same cells",
        "ours": spent / len(SLUGS),
        "floor": floor / len(SLUGS),
        "ratio": spent / floor,
        "at_most": 1.4,
    }


def nbval(scratch: Path, rounds: int) -> dict[str, Any]:
    """``pytest --nbval`` over course/ and source/: as ``make test`` does it, with warm kernels on one core, and plain."""
    ways = {
        "ours": ("gdcourse-warm", ("-n", str(os.cpu_count()), "--dist", "loadfile")),
        "ours_on_one_core": ("gdcourse-warm", ()),
        "plain": ("local-provisioner", ()),
    }
    each: dict[str, list[float]] = {name: [] for name in ways}
    # In turn, so that a machine that is slower now and then is so for all.
    # And with Python's bytecode kept, as it usually is: else a module that was edited is compiled in every process.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for name, (provisioner, options) in list(ways.items()) * rounds:
        started = time.perf_counter()
        subprocess.run([BIN / "pytest", "course", "source", "-q", "-p", "no:cacheprovider", *options], cwd=ROOT,
                       check=True, capture_output=True,
                       env={**environment, "JUPYTER_DEFAULT_PROVISIONER_NAME": provisioner})  # fmt: skip
        each[name].append(round(time.perf_counter() - started, 2))
    seconds = {name: sum(found) / rounds for name, found in each.items()}
    return {
        "what": "nbval over course/ and source/, seconds, mean of several rounds",
        **seconds,
        "rounds": each,
        "ratio": seconds["plain"] / seconds["ours"],
        "at_least": 5,
    }


def tiers(scratch: Path, each: int, rounds: int) -> dict[str, Any]:
    """The same class in a sandbox with namespaces and in one without, in turn; both tiers have to hold here."""
    slug = "02-manual-gradient"
    course = make_course(scratch / "tiers", [slug])
    fill(course, slug, each)
    found: dict[str, list[float]] = {tier: [] for tier in TIERS}
    for turn in range(rounds):
        for tier in TIERS if turn % 2 else reversed(TIERS):
            times = ResultTimes()
            grade_class(course, slug, Options(again=True, tier=tier, on_result=times.note))
            found[tier].append(times.each()[0])
    ratios = [process / namespaces for process, namespaces in zip(found["process"], found["namespaces"], strict=True)]
    return {
        "what": "seconds per submission without namespaces against with them, medians of several rounds in turn",
        **{tier: median(seconds) for tier, seconds in found.items()},
        "rounds": found,
        "ratio": median(ratios),
        "at_most": 1,
    }


def size(scratch: Path, small: int, large: int) -> dict[str, Any]:
    """Time per submission and memory of the head, a large class against a small one."""
    slug = "02-manual-gradient"
    per_submission = {}
    for count in (small, large):
        course = make_course(scratch / f"class-{count}", [slug])
        fill(course, slug, count)
        times = ResultTimes()
        grade_class(course, slug, Options(on_result=times.note))
        per_submission[count] = times.each()[0]
    return {
        "what": "a large class against a small one: seconds per submission; head's memory every 100",
        "submissions": [small, large],
        "small": per_submission[small],
        "large": per_submission[large],
        "ratio": per_submission[large] / per_submission[small],
        "within": 0.10,
        "head_mib_every_100": [round(value, 1) for value in times.mib],
        "head_growth_after_first_100": times.mib[-1] / times.mib[0],
    }


def head(scratch: Path, count: int) -> dict[str, Any]:
    """What the head takes for a submission on its own machine: handing out, taking back, recording; and of all that
    the machine does for one in the same run."""
    slug = "02-manual-gradient"
    found, whole = {}, {}
    for name, url in databases():
        course = make_course(scratch / f"head-{name}", [slug], url)
        fill(course, slug, count)
        times = ResultTimes(time.process_time, busy_seconds)
        grade_class(course, slug, Options(on_result=times.note))
        _, found[name], whole[name] = times.each()
    return {
        "what": "processor seconds of the head per submission, recording included, and of the whole machine",
        "ours": found,
        "whole": whole,
        "at_most": 0.0015,
        "of": 0.080,
    }


def scale(scratch: Path, widths: tuple[int, ...], each: int, seconds: float) -> dict[str, Any]:
    """How many workers one head keeps busy: simulated ones, whose results take a while to come and nothing else."""
    slug = "02-manual-gradient"
    course = make_course(scratch / "scale", [slug])
    fill(course, slug, each * widths[-1])
    result = one_result(course, slug)
    students = course.path("submitted", slug, "x").parent.parent
    everybody = sorted(students.iterdir())
    rates: dict[str, dict[int, float]] = {"processes": {}, "cluster": {}}
    processor: dict[str, dict[int, float]] = {"processes": {}, "cluster": {}}
    for width in reversed(widths):  # the class becomes smaller
        for folder in everybody[each * width :]:
            shutil.rmtree(folder, ignore_errors=True)
        with dask_cluster(scratch / f"dask-{width}", [width]) as (address, _):
            found = {
                "processes": on_this_machine(course, slug, result, width, seconds, writing=False),
                "cluster": on_a_cluster(course, slug, result, address, seconds),
            }
        for where, times in found.items():
            wall, own = times.each()
            rates[where][width], processor[where][width] = 1 / wall, own
    linear = {
        where: {width: rate / (width * found[widths[0]] / widths[0]) for width, rate in sorted(found.items())}
        for where, found in rates.items()
    }
    return {
        "what": f"submissions per second by the number of simulated workers, {1000 * seconds:.0f} ms each",
        "rates": rates,
        "of_linear": linear,
        "head_cpu_seconds_per_submission": processor,
        "at_least_of_linear_up_to_32": 0.9,
    }


def many(scratch: Path, small: int, large: int) -> dict[str, Any]:
    """Time and memory of the head for a submission, a very large class against a large one, with simulated workers."""
    slug = "02-manual-gradient"
    seconds: dict[str, dict[int, tuple[float, ...]]] = {}
    mib, unchanged, held = {}, {}, (0.0, 0)
    for name, url in databases():
        seconds[name] = {}
        for count in (small, large):
            course = make_course(scratch / f"{name}-{count}", [slug], url)
            fill(course, slug, count)
            times = on_this_machine(course, slug, one_result(course, slug), 2, 0.0, writing=True)
            seconds[name][count], mib[f"{name}, {count}"] = times.each(), [times.mib[0], times.mib[-1]]
            began = time.process_time()
            if grade_class(course, slug).unchanged != count:
                raise RuntimeError("what has not changed was graded again")
            unchanged[name] = (time.process_time() - began) / count
            if url is None:
                notebook = course.path("autograded", slug, "student-0001") / f"{slug}.ipynb"
                held = (course.directory / "gradebook.db").stat().st_size / count, notebook.stat().st_size
    return {
        "what": "a very large class against a large one, results that come at once: seconds per submission, memory",
        "submissions": [small, large],
        "wall": {name: {count: wall for count, (wall, _) in found.items()} for name, found in seconds.items()},
        "processor": {name: {count: own for count, (_, own) in found.items()} for name, found in seconds.items()},
        "ratio": {name: found[large][1] / found[small][1] for name, found in seconds.items()},
        "mib": mib,
        "within": 0.10,
        "processor_of_what_has_not_changed": unchanged,
        "bytes": {"gradebook": held[0], "graded_notebook": held[1]},
    }


def pages(scratch: Path, small: int, large: int) -> dict[str, Any]:
    """What is made of a class once it is graded, and how it comes in: the commands, as they are typed."""
    slug, kinds = "02-manual-gradient", 40
    seconds: dict[str, dict[int, float]] = {}
    for count in (small, large):
        course = make_course(scratch / f"pages-{count}", [slug])
        fill(course, slug, count)
        archive = moodle_archive(course, slug, scratch / f"moodle-{count}.zip")
        fill_with_copies(course, slug, kinds)
        empty = make_course(scratch / f"collect-{count}", [slug])
        for where, command in (
            (course, ("report", slug)),
            (course, ("feedback", slug)),
            (course, ("export", slug)),
            (empty, ("collect", str(archive), slug)),
        ):
            started = time.perf_counter()
            subprocess.run([BIN / "gdcourse", *command], cwd=where.directory, check=True, capture_output=True)
            seconds.setdefault(command[0], {})[count] = time.perf_counter() - started
    return {
        "what": f"seconds for a class, of which {kinds} submissions are graded and the others recorded as they were",
        "students": [small, large],
        "seconds": seconds,
        "at_most": 60,
    }


def cluster(scratch: Path, count: int) -> dict[str, Any]:
    """Two Dask workers against one, each on one core; the share of head and scheduler beside it.

    These two run on the same machine. Where they take a part of the workers' own cores, the workers are not to blame:
    their part is what they would do with the whole of them.
    """
    slug = "02-manual-gradient"
    course = make_course(scratch / "cluster", [slug])
    fill(course, slug, count)
    cores = os.cpu_count() or 1
    rates, head, scheduling, parts = {}, {}, {}, {}
    for workers in (1, 2):
        threads = [1] * workers
        with dask_cluster(scratch / f"dask-{workers}", threads, list(range(workers))) as (address, scheduler):
            times = ResultTimes(time.process_time, partial(processor_seconds, scheduler))
            grade_class(course, slug, Options(again=True, scheduler=address, on_result=times.note))
            wall, head[workers], scheduling[workers] = times.each(skipped=0.1)
            rates[workers] = 1 / wall
            taken = (head[workers] + scheduling[workers]) / wall
            parts[workers] = rates[workers] * workers / min(workers, cores - taken)
    return {
        "what": "two Dask workers against one, one core each, the workers' part; beside it what head and scheduler take",
        "one": rates[1],
        "two": rates[2],
        "ratio": parts[2] / parts[1],
        "ratio_with_both_on_the_same_cores": rates[2] / rates[1],
        "head_cpu_seconds_per_submission": head[2],
        "scheduler_cpu_seconds_per_submission": scheduling[2],
        "at_least": 1.8,
    }


def phases(scratch: Path, each: int) -> dict[str, Any]:
    """Where the time of a submission goes. One worker, so that whatever the machine does belongs to one phase."""
    course = make_course(scratch / "phases")
    for slug in SLUGS:
        fill(course, slug, each)
    found = measure(course, SLUGS, busy_seconds)
    return {"what": "milliseconds per submission, over every unit, one worker", "phases": found}


def tests(scratch: Path) -> dict[str, Any]:
    """How long ``make test`` takes, and which tests take longest, preparation included."""
    started = time.perf_counter()
    # Without the path that this program needs: kernels would have it in theirs.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(["make", "test", f"reports={scratch}"], cwd=ROOT, env=env, stdout=sys.stderr, check=False)
    seconds = time.perf_counter() - started
    found = [case for report in scratch.glob("*.xml") for case in ElementTree.parse(report).iter("testcase")]  # noqa: S314
    cases = [(case.attrib, float(case.attrib["time"])) for case in found]
    names = [(_named(attrib["classname"], attrib["name"]), spent) for attrib, spent in cases]
    slowest = sorted(names, key=lambda named: -named[1])[:20]
    return {"what": "make test", "seconds": seconds, "passed": done.returncode == 0, "tests": len(cases),
            "slowest": [{"test": name, "seconds": spent} for name, spent in slowest]}  # fmt: skip


def _named(classname: str, test: str) -> str:
    """A test as pytest names it. A report has the file, and the class where there is one, with dots between."""
    parts = classname.split(".")
    classes = [part for part in parts if part.startswith("Test")]
    return "::".join(["/".join(parts[: len(parts) - len(classes)]) + ".py", *classes, test])


def databases() -> Iterator[tuple[str, str | None]]:
    """Where a gradebook can be: SQLite, and PostgreSQL where there is a server's program on this machine."""
    yield "sqlite", None
    programs = find_server()
    if programs is not None:
        with started(programs) as server:
            yield "postgresql", server.url


@contextmanager
def dask_cluster(scratch: Path, threads: list[int], cores: list[int] | None = None) -> Iterator[tuple[str, int]]:
    """A scheduler and workers with so many threads each, on these cores; its address, and its process."""
    processes: list[subprocess.Popen[bytes]] = []
    scratch.mkdir(parents=True)
    found = scratch / "scheduler.json"
    try:
        processes.append(_dask("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(found)))
        while not found.exists() or not found.read_text():
            time.sleep(0.1)
        address = json.loads(found.read_text())["address"]
        for number, count in enumerate(threads):
            worker = _dask("worker", address, "--nthreads", str(count), "--no-nanny", "--no-dashboard",
                           "--local-directory", str(scratch / f"w{number}"))  # fmt: skip
            if cores is not None:
                os.sched_setaffinity(worker.pid, {cores[number] % (os.cpu_count() or 1)})
            processes.append(worker)
        time.sleep(10)
        yield address, processes[0].pid
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-P", "-m", "dask", *arguments], stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip


ROWS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "autograde": lambda scratch: autograde(scratch, plain_each=3, ours_each=64),
    "cpu": lambda scratch: cpu(scratch, each=192),
    "nbval": lambda scratch: nbval(scratch, rounds=4),
    "tiers": lambda scratch: tiers(scratch, each=60, rounds=4),
    "size": lambda scratch: size(scratch, 100, 1000),
    "phases": lambda scratch: phases(scratch, each=12),
    "cluster": lambda scratch: cluster(scratch, 240),
    "head": lambda scratch: head(scratch, 400),
    "scale": lambda scratch: scale(scratch, (1, 2, 4, 8, 16, 32, 64), each=80, seconds=0.065),
    "many": lambda scratch: many(scratch, 1000, 10000),
    "pages": lambda scratch: pages(scratch, 250, 1000),
    "frames": lambda scratch: explorable_frames.measure(100),
    "tests": tests,
}


def machine() -> dict[str, Any]:
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    packages = ("torch", "numpy", "nbgrader", "nbval", "ipykernel", "jupyter_client", "nbclient", "distributed")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "processor": model[1] if model else platform.machine(),
        "cores": os.cpu_count(),
        "versions": {name: version(name) for name in packages},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []], help="which rows; all of them where none is named")
    chosen = parser.parse_args().rows or list(ROWS)
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for name in chosen:
        with tempfile.TemporaryDirectory(prefix="gdbench-") as scratch:
            print(f"{name} …", flush=True)
            measured = {**ROWS[name](Path(scratch)), "machine": machine()}
            known[name] = json.loads(json.dumps(measured))  # as it is read from the file: keys are text
        print(json.dumps(known[name], indent=1, ensure_ascii=False), flush=True)
        replace_file(RESULTS, json.dumps(known, indent=1, ensure_ascii=False) + "\n")
        performance_page.write(known)


if __name__ == "__main__":
    main()
