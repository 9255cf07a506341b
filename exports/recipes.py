"""The page of recipes, `docs/recipes.md`: programs of a few lines, each with what it prints and draws.

The programs are in `docs/recipes/`, one per file, and the docstring begins with the question. They belong to
this project and run in this process, so the page is never made from a package that a user names.
"""

import ast
import contextlib
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from unittest import mock

from exports.markdown import NOTICE
from validator.descriptor import CannotRun

PAGE = "docs/recipes.md"
FOLDER = "docs/recipes"
INTRODUCTION = """\
Thirteen questions about the tables, each answered in a few lines of pandas. They run as they are in the
folder of the package. Once it is installed (`pip install .`), replace `scripts.load` with
`blinken_seoul_2025`, and they run anywhere. The two plots need matplotlib. `SAID`, `FIGURES` and `ASSERTIONS`
describe the columns of `said`, `figures` and `assertions`; [the dictionary](dictionary.md) describes those of
the tables."""


def files(root: Path) -> dict[str, bytes]:
    """The page of the recipes of the project in `root`, and its plots.

    Raises `CannotRun` where matplotlib is missing, or a program fails.
    """
    sections, plots, contents = [], dict[str, bytes](), []
    for number, (title, prose, code) in enumerate(programs(root), start=1):
        printed, drawn = run(code)
        contents.append(f"{number}. [{title}](#recipe-{number})")
        images = [f"![{title}](recipes/{name})" for name in drawn]
        shown = f"```python\n{code}```\n\n```\n{printed}```"
        heading = f'<a id="recipe-{number}"></a>\n\n## {number}. {title}'
        sections.append("\n\n".join([heading, prose, shown, *images]))
        plots |= {f"{FOLDER}/{name}": data for name, data in drawn.items()}
    notice = NOTICE.format(f"programs in `{FOLDER}/`")
    page = "\n\n".join(["# Recipes", notice, INTRODUCTION, "\n".join(contents), *sections]) + "\n"
    return {PAGE: page.encode(), **plots}


def programs(root: Path) -> Iterator[tuple[str, str, str]]:
    """(question, explanation, code) of each program, in order."""
    for path in sorted((root / FOLDER).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        title, _, prose = (ast.get_docstring(tree) or "").partition("\n\n")
        code = "".join(text.splitlines(keepends=True)[tree.body[0].end_lineno :])
        yield title, prose, code.lstrip("\n")


@cache
def run(code: str) -> tuple[str, Mapping[str, bytes]]:
    """(what a program prints, the plots that it writes: name -> bytes), run in an empty folder.

    Raises `CannotRun` where matplotlib is missing, or the program fails.
    """
    try:
        import matplotlib
        from matplotlib import pyplot
    except ImportError:
        raise CannotRun("matplotlib is not installed: install requirements-dev.txt") from None

    printed = io.StringIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(printed),
        mock.patch.dict(os.environ, SOURCE_DATE_EPOCH="0"),  # the day recorded in an SVG
        matplotlib.rc_context(),
    ):
        matplotlib.use("svg")
        matplotlib.rcdefaults()
        matplotlib.rcParams["svg.hashsalt"] = "recipes"  # the same ids each time
        matplotlib.rcParams["svg.fonttype"] = "none"  # words as text: smaller and searchable
        try:
            exec(compile(code, "recipe", "exec"), {"__name__": "recipe"})
        except Exception as error:
            raise CannotRun(
                f"a recipe fails, {type(error).__name__}: {error} (it begins {code[:40]!r})"
            ) from error
        finally:
            pyplot.close("all")
        drawn = {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}
    lines = printed.getvalue().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines), drawn
