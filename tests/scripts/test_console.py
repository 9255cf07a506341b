"""How commands end."""

import pytest

from scripts.console import command, run_command
from validator.descriptor import CannotRun


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (CannotRun("no \x1b[31mdata"), "cannot test: no \\x1b[31mdata\n"),
        (OSError("a.csv is not a regular file"), "cannot test: a.csv is not a regular file\n"),
        (MemoryError(), "cannot test: it needs more memory than there is\n"),
    ],
)
def test_what_stops_a_command_is_one_sentence(fault: BaseException, says: str, capsys):
    @command("test")
    def main(arguments: list[str] | None = None) -> int:
        raise fault

    assert main() == 2
    assert capsys.readouterr() == ("", says)


def test_an_interrupt_is_one_line(capsys, monkeypatch):
    def main() -> int:
        raise KeyboardInterrupt

    codes = []
    monkeypatch.setattr("os._exit", codes.append)
    run_command(main)
    assert codes == [130]
    assert capsys.readouterr() == ("", "interrupted\n")
