"""The tables of ``docs/performance.md``, from ``benchmarks/results.json``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
Results = dict[str, dict[str, Any]]


def write(results: Results, page: Path = PAGE) -> None:
    """Put the tables of these results between their marks in the page."""
    text = page.read_text(encoding="utf-8")
    for name, table in (
        ("results", results_table(results)),
        ("phases", phases_table(results)),
        ("scale", scale_table(results)),
        ("frames", frames_table(results)),
        ("limits", limits_table(results)),
        ("tests", tests_table(results)),
    ):
        pattern = rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
        text = re.sub(pattern, lambda marks, table=table: f"{marks[1]}\n{table}\n{marks[2]}", text, flags=re.DOTALL)
    page.write_text(text, encoding="utf-8")


def results_table(results: Results) -> str:
    """One line for each row that has been measured: against what, the figures, the ratio, what it should be."""
    lines = ["| what | ours | against | ratio | should be | on |", "|---|---|---|---|---|---|"]
    for name, line in _LINES:
        if name in results:
            row = results[name]
            lines.append(f"| {' | '.join(line(row))} | {row['machine']['date']} |")
    if "pages" in results:
        row = results["pages"]
        lines += [f"| {' | '.join(line)} | {row['machine']['date']} |" for line in _pages(row)]
    return "\n".join(lines) + "\n"


def _autograde(row: dict[str, Any]) -> list[str]:
    against = f"plain `nbgrader autograde`, {row['plain']:.3f} per second"
    what = f"autograde, {row['submissions']['ours']} submissions of every unit"
    return [what, f"{row['ours']:.2f} per second", against, f"{row['ratio']:.1f}×", "60×"]


def _cpu(row: dict[str, Any]) -> list[str]:
    return [
        "processor time of one submission",
        f"{row['ours']:.2f} s",
        f"fork, `exec` the same cells, end: {row['floor']:.2f} s",
        f"{row['ratio']:.2f}×",
        "at most 1.4×",
    ]


def _nbval(row: dict[str, Any]) -> list[str]:
    against = f"plain nbval, {row['plain']:.0f} s"
    return [
        "nbval over `course/` and `source/`, all cores",
        f"{row['ours']:.0f} s",
        against,
        f"{row['ratio']:.1f}×",
        "5×",
    ]


def _tiers(row: dict[str, Any]) -> list[str]:
    return [
        "time of one submission in a sandbox without namespaces",
        f"{row['process']:.3f} s",
        f"in one with namespaces, {row['namespaces']:.3f} s",
        f"{row['ratio']:.2f}×",
        "at most 1×",
    ]


def _size(row: dict[str, Any]) -> list[str]:
    small, large = row["submissions"]
    return [
        f"time of one submission in a class of {large:,}",
        f"{row['large']:.3f} s",
        f"in a class of {small:,}, {row['small']:.3f} s",
        f"{row['ratio']:.2f}×",
        "within 10 %",
    ]


def _memory(row: dict[str, Any]) -> list[str]:
    first, *_, last = row["head_mib_every_100"]
    return [
        f"memory of the head after {row['submissions'][1]:,}",
        f"{last:.0f} MiB",
        f"after the first 100, {first:.0f} MiB",
        f"{row['head_growth_after_first_100']:.2f}×",
        "flat",
    ]


def _cluster(row: dict[str, Any]) -> list[str]:
    taken = row["head_cpu_seconds_per_submission"] + row["scheduler_cpu_seconds_per_submission"]
    return [
        "two Dask workers of one core each, their part of the work",
        f"{row['two']:.2f} per second",
        f"one, {row['one']:.2f} per second (head and scheduler take {taken:.3f} s of each)",
        f"{row['ratio']:.2f}× ({row['ratio_with_both_on_the_same_cores']:.2f}× with both on the same cores)",
        "1.8×",
    ]


_DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def _by_database(found: dict[str, float]) -> str:
    return ", ".join(f"{_DATABASES[name]} {1000 * seconds:.1f} ms" for name, seconds in found.items())


def _head(row: dict[str, Any]) -> list[str]:
    return [
        "processor time of the head for a submission, recording included, one machine",
        _by_database(row["ours"]),
        f"all that the machine does for it: {_by_database(row['whole'])}",
        ", ".join(f"{own / row['whole'][name]:.1%}" for name, own in row["ours"].items()),
        f"at most {1000 * row['at_most']:.1f} ms of {1000 * row['of']:.0f}, {row['at_most'] / row['of']:.1%}",
    ]


def _head_of_cluster(row: dict[str, Any]) -> list[str]:
    head, scheduler = row["head_cpu_seconds_per_submission"], row["scheduler_cpu_seconds_per_submission"]
    ours = f"{1000 * (head + scheduler):.1f} ms, {1000 * scheduler:.1f} of them the scheduler"
    return ["the same through Dask, scheduler included", ours, "–", "–", "at most 4 ms"]


def _many(row: dict[str, Any]) -> list[str]:
    small, large = row["submissions"]
    of = {count: {name: found[str(count)] for name, found in row["processor"].items()} for count in (small, large)}
    return [
        f"the same in a class of {large:,}, results that come at once",
        _by_database(of[large]),
        f"in a class of {small:,}: {_by_database(of[small])}",
        ", ".join(f"{ratio:.2f}×" for ratio in row["ratio"].values()),
        "within 10 %",
    ]


def _memory_of_many(row: dict[str, Any]) -> list[str]:
    first, last = row["mib"][f"sqlite, {row['submissions'][1]}"]
    what = f"memory of the head after {row['submissions'][1]:,}, SQLite"
    return [what, f"{last:.0f} MiB", f"after the first 100, {first:.0f} MiB", f"{last / first:.2f}×", "flat"]


def _pages(row: dict[str, Any]) -> list[list[str]]:
    small, large = row["students"]
    return [
        [
            f"`gdcourse {command}` for {large:,} students",
            f"{found[str(large)]:.0f} s",
            f"for {small:,}, {found[str(small)]:.0f} s",
            f"{found[str(large)] / found[str(small)]:.1f}×",
            f"at most {row['at_most']} s",
        ]
        for command, found in row["seconds"].items()
    ]


def scale_table(results: Results) -> str:
    """Submissions per second by the number of simulated workers, and the part of what so many would do alone."""
    row = results.get("scale")
    if row is None:
        return "Not measured yet.\n"
    ways = {"processes": "one machine", "cluster": "Dask"}
    lines = [
        "| workers | " + " | ".join(f"{name}, per second | of linear | head, ms" for name in ways.values()) + " |",
        "|--:|" + "--:|" * 3 * len(ways),
    ]
    for width in row["rates"]["processes"]:
        found = [
            f"{row['rates'][way][width]:.0f} | {row['of_linear'][way][width]:.2f} | "
            f"{1000 * row['head_cpu_seconds_per_submission'][way][width]:.1f}"
            for way in ways
        ]
        lines.append(f"| {width} | {' | '.join(found)} |")
    return f"On {row['machine']['date']}.\n\n" + "\n".join(lines) + "\n"


def limits_table(results: Results) -> str:
    """What a unit of a very large course would take, from what one submission takes."""
    if not {"cpu", "head", "cluster", "many"} <= results.keys():
        return "Not measured yet.\n"
    worker, many = results["cpu"]["ours"], results["many"]
    head = results["head"]["ours"]
    dask = results["cluster"]["head_cpu_seconds_per_submission"]
    scheduler = results["cluster"]["scheduler_cpu_seconds_per_submission"]
    held = many["bytes"]
    unchanged = many["processor_of_what_has_not_changed"]["sqlite"]
    lines = [
        f"| a unit of {_VERY_MANY:,} submissions | one takes | all take |",
        "|---|--:|--:|",
        f"| workers | {1000 * worker:.0f} ms of a core | {_VERY_MANY * worker / 3600:.1f} hours of one core |",
        *(
            f"| the head, {_DATABASES[name]} | {1000 * each:.1f} ms | {_VERY_MANY * each / 60:.0f} minutes,"
            f" in which {worker / each:.0f} cores of workers are kept busy |"
            for name, each in head.items()
        ),
        f"| the head of a cluster | {1000 * dask:.1f} ms | {_VERY_MANY * dask / 60:.0f} minutes |",
        f"| Dask's scheduler | {1000 * scheduler:.1f} ms | {_VERY_MANY * scheduler / 60:.0f} minutes |",
        f"| to see that nothing has changed | {1000 * unchanged:.1f} ms | {_VERY_MANY * unchanged / 60:.1f} minutes |",
        f"| the gradebook | {held['gradebook'] / 1e3:.0f} kB | {_VERY_MANY * held['gradebook'] / 1e9:.1f} GB |",
        f"| `autograded/` | {held['graded_notebook'] / 1e3:.0f} kB | {_VERY_MANY * held['graded_notebook'] / 1e9:.1f} GB |",
    ]
    return "\n".join(lines) + "\n"


_VERY_MANY = 100_000

_LINES = [("autograde", _autograde), ("cpu", _cpu), ("nbval", _nbval), ("tiers", _tiers), ("size", _size),
          ("size", _memory), ("cluster", _cluster),
          ("head", _head), ("cluster", _head_of_cluster), ("many", _many), ("many", _memory_of_many)]  # fmt: skip


def phases_table(results: Results) -> str:
    """Milliseconds per submission, phase by phase."""
    lines = ["| phase | wall ms | processor ms, worker | processor ms, whole machine |", "|---|--:|--:|--:|"]
    for phase, found in results.get("phases", {}).get("phases", {}).items():
        lines.append(f"| {phase} | {found['wall']:.0f} | {found['worker_cpu']:.0f} | {found['machine_cpu']:.0f} |")
    return "\n".join(lines) + "\n"


def frames_table(results: Results) -> str:
    """Milliseconds of a frame of an explorable, median and 95th percentile, by landscape and algorithm."""
    row = results.get("frames")
    if row is None:
        return "Not measured yet.\n"
    found = row["milliseconds"]
    algorithms = {"gd": "gradient descent", "momentum": "momentum", "nesterov": "Nesterov", "adam": "Adam"}
    lines = [f"| landscape | {' | '.join(algorithms.values())} |", "|---|" + "--:|" * len(algorithms)]
    for landscape, by_algorithm in found.items():
        shown = [" / ".join(f"{part:.1f}" for part in by_algorithm[a]["painted"]) for a in algorithms]
        lines.append(f"| {landscape} | {' | '.join(shown)} |")
    every = [times for by_algorithm in found.values() for times in by_algorithm.values()]
    drawn, between = (max(times[what][0] for times in every) for what in ("drawn", "between"))
    told = (
        f"{row['frames']} frames each, paths of {row['steps']} steps, Chromium {row['chromium'].split('.')[0]}, "
        f"on {row['machine']['date']}. The largest median of the script alone is {drawn:.1f} ms, of the time from one "
        f"frame to the next {between:.1f} ms (the screen asks every 16.7)."
    )
    return f"{told}\n\n" + "\n".join(lines) + "\n"


def tests_table(results: Results) -> str:
    """What ``make test`` took, and the tests that took longest."""
    if "tests" not in results:
        return ""
    row = results["tests"]
    lines = [
        f"{row['tests']:,} tests in {row['seconds'] / 60:.1f} minutes on {row['machine']['cores']} cores"
        f" ({row['machine']['date']}).",
        "",
        "| test | s |",
        "|---|--:|",
    ]
    lines += [f"| `{one['test']}` | {one['seconds']:.0f} |" for one in row["slowest"]]
    return "\n".join(lines) + "\n"
