"""Time the validator, `frictionless validate` and a bare read of the files, side by side.

    python benchmarks/run.py [N …] [--runs 3] [--folder FOLDER] [--package datapackage.json] [--before FOLDER]
                             [--alone] [--foreign] [--peer PYTHON]

The three alternate within one run on each synthetic package of N statements (and on the package named with
`--package`), after one uncounted run of each, so that bytecode and files are cached. The output is a Markdown
table: median wall seconds, median peak memory, and how many times as long frictionless takes. `--before`
names another checkout of this project, timed as a fourth. `--alone` leaves out frictionless, for packages on
which it would take hours. `--foreign` adds a package of 100,000 rows that is unlike ours; there, dataframely
is also timed if `--peer` names a Python that has it.
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
HERE = ROOT / "benchmarks"
READ = "import csv, sys\nfor name in sys.argv[1:]: sum(1 for row in csv.reader(open(name, encoding='utf-8')))"
FOREIGN = 100_000  # rows
# Python caches the bytecode of its imports, as it does for users
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

Measured = tuple[float, float]  # wall seconds, peak memory in MiB


def main(arguments: list[str] | None = None) -> int:
    """Run the command; -> its exit code."""
    parser = argparse.ArgumentParser(description="Time the validator alongside frictionless and a bare read.")
    parser.add_argument("numbers", nargs="*", type=int, metavar="N")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the synthetic packages here")
    parser.add_argument("--package", type=Path, help="another package to time")
    parser.add_argument("--before", type=Path, help="another checkout to time")
    parser.add_argument("--alone", action="store_true", help="leave out frictionless")
    parser.add_argument("--foreign", action="store_true", help="also time a package that is unlike ours")
    parser.add_argument("--peer", help="a Python that has dataframely, timed on that package")
    options = parser.parse_args(arguments)
    if not (options.numbers or options.package or options.foreign):
        options.numbers = [10_000, 100_000]
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        packages = [(options.package.name, options.package.resolve())] if options.package else []
        packages += [(f"{number:,}", made("generate.py", number, folder)) for number in options.numbers]
        if options.foreign:
            packages.append(("not ours", made("foreign_package.py", FOREIGN, folder / "foreign")))
        print(
            "| statements | tool | seconds | peak MiB | frictionless takes |\n| --- | --- | --- | --- | --- |"
        )
        for label, descriptor in packages:
            for line in compare(label, descriptor.resolve(), options):
                print(line, flush=True)
    return 0


def made(script: str, number: int, folder: Path) -> Path:
    """The descriptor of a package, written by a script unless it exists."""
    descriptor = folder / str(number) / "datapackage.json"
    if not descriptor.is_file():  # in another process, since a child's peak starts at its parent's memory
        command = [sys.executable, str(HERE / script), str(number), str(descriptor.parent)]
        subprocess.run(command, check=True)
    return descriptor


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
    if options.peer and label == "not ours":
        commands["dataframely"] = [options.peer, str(HERE / "peer.py"), *files]
    if options.alone:
        del commands["frictionless"]
    times: dict[str, list[Measured]] = {tool: [] for tool in commands}
    for run in range(options.runs + 1):
        for tool, command in commands.items():
            measured = measure(command, descriptor.parent)
            if run:  # the first one warms up
                times[tool].append(measured)
    seconds = {tool: statistics.median(second for second, _ in found) for tool, found in times.items()}
    memory = {tool: statistics.median(peak for _, peak in found) for tool, found in times.items()}
    theirs = seconds.get("frictionless")
    ratio = {tool: f"{theirs / seconds[tool]:.2f} times as long" if theirs else "" for tool in commands}
    return [
        f"| {label} | {tool} | {seconds[tool]:.2f} | {memory[tool]:.0f} | {ratio[tool]} |"
        for tool in commands
    ]


def measure(command: list[str], folder: Path) -> Measured:
    """Run a command; -> its wall seconds and its peak memory. Raises if the command fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)  # unlike RUSAGE_CHILDREN, for this child only
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return time.perf_counter() - start, kilobytes / 1024


if __name__ == "__main__":
    sys.exit(main())
