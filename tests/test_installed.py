"""`pip install`: the package blinken_seoul_2025, with the tables in it, and pandas its only dependency."""

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from conftest import ROOT, blocks_of
from hatchling.build import build_wheel

import analysis
from editions.archive import archive
from editions.project_files import project_files
from exports.edition import Edition

NAME = "blinken_seoul_2025"
# what an installed loader must do without: the project's own folders, and all that its commands import
ABSENT = [
    "analysis",
    "schemas",
    "scripts",
    "validator",
    "pandera",
    "polars",
    "narwhals",
    "frictionless",
    "duckdb",
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(ROOT)
        return folder / build_wheel(str(folder))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The folder into which the wheel is unpacked, which is all that installing it does."""
    folder = wheel.with_name("installed")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def run(installed: Path, code: str) -> str:
    """What a program prints that sees pandas and the installed package alone."""
    absent = f"import sys; sys.modules.update(dict.fromkeys({ABSENT}))\n"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-c", absent + code],
        cwd=installed.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_only_dependency_is_pandas(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        [path] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        about = Parser().parsestr(archive.read(path).decode())
    assert (about["Name"], about["License-Expression"]) == ("blinken-seoul-2025", "CC-BY-4.0 AND MIT")
    assert [need.split(">")[0] for need in about.get_all("Requires-Dist")] == ["pandas"]


def test_it_holds_the_tables_the_loader_and_its_types_and_no_more(installed: Path):
    held = {path.relative_to(installed / NAME).as_posix() for path in (installed / NAME).rglob("*.*")}
    names = {path.stem for path in (ROOT / "data").glob("*.csv")}
    assert {path for path in held if "/" in path} == {
        *(f"data/{name}.csv" for name in names),
        *(f"schemas/{name}.schema.json" for name in names),
        "schemas/units.csv",
    }
    assert "datapackage.json" in held
    assert {path for path in held if path.endswith((".py", ".typed"))} == {
        *(
            "__init__.py",
            "copies.py",
            "days.py",
            "figures.py",
            "loading.py",
            "speakers.py",
            "tables.py",
            "py.typed",
        )
    }
    for path in sorted(held & {"__init__.py", "figures.py", "data/claims.csv", "schemas/claims.schema.json"}):
        here = ROOT / path if "/" in path else ROOT / "analysis" / path
        assert (installed / NAME / path).read_bytes() == here.read_bytes()


def test_it_loads_and_its_examples_hold(installed: Path):
    """In a program that has pandas and nothing else; an example that fails is printed."""
    code = (
        "import doctest, importlib, pkgutil\n"
        f"import {NAME} as package\n"
        "for module in [package, *(importlib.import_module(f'{package.__name__}.{found.name}')\n"
        "                          for found in pkgutil.iter_modules(package.__path__))]:\n"
        "    names = {**vars(package), **vars(module)}\n"
        "    done = doctest.testmod(module, extraglobs=names, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)\n"
        "    assert not done.failed, module\n"
        "    print(module.__name__.partition('.')[2], done.attempted)\n"
    )
    lines = [line.rpartition(" ") for line in run(installed, code).splitlines()]
    examples = {name: int(number) for name, _, number in lines}
    assert sum(examples.values()) >= 12 and {"", "days", "figures", "loading", "speakers"} <= set(examples)


def test_its_version_is_that_of_the_data(installed: Path, edition: Edition):
    assert run(installed, f"from {NAME} import __version__; print(__version__)").strip() == edition.version


def test_it_gives_what_the_project_gives_under_the_same_names(installed: Path):
    code = (
        f"from {NAME} import *; t = load(); print(len(t), said(t).shape, figures(t).shape, first_day, Tables)"
    )
    tables = analysis.load()
    expected = (len(tables), analysis.said(tables).shape, analysis.figures(tables).shape)
    assert run(installed, code).startswith(" ".join(map(str, expected)))


@pytest.mark.long
@pytest.mark.parametrize("of", ["folder", "zip"])
def test_pip_installs_it_from_the_folder_and_from_the_zip(of: str, edition: Edition, tmp_path: Path):
    place = ROOT
    if of == "zip":
        name, data = next(iter(archive(edition, project_files(ROOT)).items()))
        place = tmp_path / name
        place.write_bytes(data)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(tmp_path / "to")]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(place)], check=True)
    assert run(tmp_path / "to", f"import {NAME}; print(len({NAME}.load()))").strip() == "16"


@pytest.mark.long
def test_the_recipes_run_on_it(installed: Path):
    for language, code in blocks_of("docs/recipes.md"):
        if language == "python":
            assert "scripts.load" in code
            assert run(installed, code.replace("scripts.load", NAME)).strip()
