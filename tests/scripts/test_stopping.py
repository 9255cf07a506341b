"""A command that is stopped, or that nobody can hear, ends in one line at most and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

HEARING = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)"  # though the tests run under nohup
BEGUN = f"""
{HEARING}
import sys, tempfile, time
from scripts.console import run_command
def main():
    with tempfile.TemporaryDirectory(dir=sys.argv[1]):
        print("ready", flush=True)
        time.sleep(60)
run_command(main)
"""
LOADING = f"""
{HEARING}
import sys, time
sys.path.insert(0, {str(ROOT)!r})
import scripts.stopping
print("ready", flush=True)
time.sleep(60)
"""
ENDS = [
    (signal.SIGINT, 130, "interrupted\n"),
    (signal.SIGTERM, 143, "stopped\n"),
    (signal.SIGHUP, 129, "stopped\n"),
]


def stopped(command: list[str], number: int) -> tuple[int, str]:
    """(exit code, error stream) of a command that gets a signal once it says that it is ready."""
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdout.readline() == "ready\n"
        process.send_signal(number)
        return process.wait(10), process.stderr.read() if process.stderr else ""


@pytest.mark.parametrize(("number", "code", "says"), ENDS)
def test_a_command_cleans_up_when_it_is_stopped(tmp_path: Path, number: int, code: int, says: str):
    """A trial of `accept` holds the text of an article, which is not to stay in a temporary folder."""
    assert stopped(["-c", BEGUN, str(tmp_path)], number) == (code, says)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "code", "says"), ENDS)
def test_a_command_may_be_stopped_while_it_is_being_loaded(tmp_path: Path, number: int, code: int, says: str):
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts" / "slow.py"
    script.write_text(LOADING, encoding="utf-8")
    assert stopped([str(script)], number) == (code, says)


def test_what_nohup_ignores_stays_ignored():
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from scripts.stopping import heed; "
    code += "heed(signal.SIG_DFL); print(signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def ran(arguments: str) -> subprocess.CompletedProcess[str]:
    """`locate`, which says one thing on either stream, with its streams as a shell has them."""
    command = f'exec "$0" scripts/locate.py --texts tests/mini/texts {arguments}'
    return subprocess.run(
        ["sh", "-c", command, sys.executable],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )


@pytest.mark.parametrize(
    ("arguments", "code", "out", "error"),
    [
        ("src-harbour-news-2024-05-14 pier >&-", 0, "", ""),
        ("src-harbour-news-2024-05-14 pier >&- 2>&- <&-", 0, "", ""),
        ("src-none pier 2>&-", 2, "", ""),
        ("--nonsense 2>&-", 2, "", ""),
        ("src-none pier 2>/dev/full", 2, "", ""),
        (
            "src-harbour-news-2024-05-14 pier >/dev/full",
            2,
            "",
            "the output cannot be written (No space left on device)\n",
        ),
        ("--help >/dev/full", 2, "", "the output cannot be written (No space left on device)\n"),
        ("--help | true", 0, "", ""),
    ],
)
def test_streams_that_are_closed_or_full(arguments: str, code: int, out: str, error: str):
    if "/dev/full" in arguments and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full")
    done = ran(arguments)
    assert (done.returncode, done.stdout, done.stderr) == (code, out, error)


def test_an_error_that_a_library_makes_of_a_stop_is_a_stop():
    """polars, while it is being loaded, answers any exception with a TypeError."""
    code = """
import os, signal, time
from scripts.console import run_command
def main():
    print("ready", flush=True)
    try:
        time.sleep(60)
    except BaseException:
        raise TypeError("expected a message argument") from None
run_command(main)
"""
    assert stopped(["-c", code], signal.SIGTERM) == (143, "stopped\n")
