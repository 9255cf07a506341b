"""Time the validator, `frictionless validate` and a bare read of the files, side by side.

    python benchmarks/run.py [N …] [--runs 3] [--folder FOLDER] [--package datapackage.json] [--before FOLDER]
                             [--alone]

The three alternate within one run on each synthetic package of N statements (and on the package named with
`--package`). Printed is a Markdown table: median wall seconds, median peak memory, and how many times longer
frictionless takes. `--before` names another checkout of this project, timed as a fourth. `--alone` leaves
frictionless out, for packages on which it would take hours.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GENERATE = ROOT / "benchmarks" / "generate.py"
READ = "import csv, sys\nfor name in sys.argv[1:]: sum(1 for row in csv.reader(open(name, encoding='utf-8')))"

Measured = tuple[float, float]  # wall seconds, peak memory in MiB


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Time the validator beside frictionless and a bare read.")
    parser.add_argument("numbers", nargs="*", type=int, metavar="N", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the synthetic packages here")
    parser.add_argument("--package", type=Path, help="a package to time besides")
    parser.add_argument("--before", type=Path, help="another checkout, to be timed too")
    parser.add_argument("--alone", action="store_true", help="leave frictionless out")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        packages = [(options.package.name, options.package.resolve())] if options.package else []
        for number in options.numbers:
            there = folder / str(number) / "datapackage.json"
            if (
                not there.is_file()
            ):  # by another process, since a child's peak begins with its parent's memory
                subprocess.run([sys.executable, str(GENERATE), str(number), str(there.parent)], check=True)
            packages.append((f"{number:,}", there))
        print(
            "| statements | tool | seconds | peak MiB | frictionless takes |\n| --- | --- | --- | --- | --- |"
        )
        for label, descriptor in packages:
            for line in compare(label, descriptor.resolve(), options):
                print(line, flush=True)
    return 0


def compare(label: str, descriptor: Path, options: argparse.Namespace) -> list[str]:
    """The lines of the table for one package."""
    files = [str(path) for path in sorted(descriptor.parent.glob("data/*.csv"))]
    commands = {
        "this validator": [sys.executable, str(ROOT / "scripts" / "validate.py"), str(descriptor)],
        "frictionless": [sys.executable, "-m", "frictionless", "validate", str(descriptor)],
        "csv.reader alone": [sys.executable, "-c", READ, *files],
    }
    if options.before:
        script = options.before / "scripts" / "validate.py"
        commands["before"] = [sys.executable, str(script), str(descriptor)]
    if options.alone:
        del commands["frictionless"]
    times: dict[str, list[Measured]] = {tool: [] for tool in commands}
    for _ in range(options.runs):
        for tool, command in commands.items():
            times[tool].append(measure(command, descriptor.parent))
    seconds = {tool: statistics.median(second for second, _ in found) for tool, found in times.items()}
    memory = {tool: statistics.median(peak for _, peak in found) for tool, found in times.items()}
    theirs = seconds.get("frictionless")
    ratio = {tool: f"{theirs / seconds[tool]:.2f} times as long" if theirs else "" for tool in commands}
    return [
        f"| {label} | {tool} | {seconds[tool]:.2f} | {memory[tool]:.0f} | {ratio[tool]} |"
        for tool in commands
    ]


def measure(command: list[str], folder: Path) -> Measured:
    """Run a command to its end; -> its wall seconds and its peak memory. Raises where it finds faults."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)  # unlike RUSAGE_CHILDREN, for this one child
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return time.perf_counter() - start, kilobytes / 1024


if __name__ == "__main__":
    sys.exit(main())
