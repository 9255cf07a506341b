"""analysis/loading.py: the tables from a folder, a zip, or an address of either."""

import functools
import io
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import MINI, Package

from analysis import loading
from analysis.loading import load
from analysis.tables import Tables

ENTRY = b"PK\1\2\x14\3\x14\0\0"  # how the directory of a zip tells of a file, up to its flags
CSVS = sorted(path.name for path in (MINI / "data").glob("*.csv"))


def packed(folder: str, method: int = zipfile.ZIP_DEFLATED, **others: str) -> bytes:
    """A zip that has the tables in a folder, and other files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name in CSVS:
            archive.writestr(folder + name, (MINI / "data" / name).read_bytes())
        for path, text in others.items():
            archive.writestr(path, text)
    return out.getvalue()


def same(one: Tables, other: Tables) -> bool:
    return list(one) == list(other) and all(one[name].equals(other[name]) for name in one)


def told(place: str | Path) -> str:
    """The one sentence that says why a place cannot be loaded."""
    with pytest.raises((ValueError, OSError)) as caught:
        load(place)
    sentence = str(caught.value)
    assert "\n" not in sentence and "Errno 2" not in sentence
    return sentence


# ---- folders ----------------------------------------------------------------------------------------


def test_the_tables_that_came_with_it_from_any_folder(tmp_path: Path, monkeypatch, tables: Tables):
    monkeypatch.chdir(tmp_path)
    assert same(load(), tables) and len(tables) == 16


def test_a_folder_of_tables_or_that_of_a_package(package: Package, mini: Tables, monkeypatch):
    assert same(load(package.folder / "data"), mini)
    assert same(load(str(package.folder)), mini)
    monkeypatch.chdir(package.folder)
    assert same(load("data"), mini) and same(load("."), mini)


def test_a_folder_that_has_some_of_the_tables(tmp_path: Path):
    (tmp_path / "people.csv").write_bytes((MINI / "data" / "people.csv").read_bytes())
    assert list(load(tmp_path)) == ["people"]


def test_a_mistyped_folder_or_one_without_tables_is_named(tmp_path: Path):
    assert told("no/such") == "no/such does not exist: check its name"
    (tmp_path / "other.csv").write_text("a\n", encoding="utf-8")
    cure = "name the folder or the zip that has statements.csv and the others"
    assert told(tmp_path) == f"{tmp_path} has no table of this package: {cure}"
    assert told(tmp_path / "other.csv") == f"{tmp_path / 'other.csv'} is not a zip: {cure}"
    assert told(tmp_path / "other.csv" / "data").endswith("does not exist: check its name")


def test_the_row_of_a_cell_of_another_type_is_named(package: Package):
    claims = package.rows("claims")
    package.set("claims", claims[4]["claim_id"], value="many")
    assert told(package.folder).endswith(
        "claims.csv has a cell of the wrong type: row 5, value, 'many' is not of type number"
    )


# ---- zips -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["", "data/", "blinken-seoul-2025-2.0.0/data/"])
def test_a_zip(tmp_path: Path, mini: Tables, folder: str):
    (tmp_path / "a.zip").write_bytes(packed(folder, **{"README.md": "text"}))
    assert same(load(tmp_path / "a.zip"), mini)


def test_of_several_folders_in_a_zip_that_nearest_to_the_top_is_taken(tmp_path: Path, mini: Tables):
    (tmp_path / "a.zip").write_bytes(packed("top/data/", **{"top/tests/mini/data/claims.csv": "no table"}))
    assert same(load(tmp_path / "a.zip"), mini)
    (tmp_path / "a.zip").write_bytes(packed("top/data/", **{"top/codings/claims.csv": "no table"}))
    assert "has tables in several folders, top/codings/ and top/data/" in told(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: b"", "is not a zip"),
        (lambda: packed("")[:3000], "is not a zip"),
        (
            lambda: packed("", zipfile.ZIP_STORED).replace(b"Lena Vale", b"Lena Dale"),
            "cannot be unpacked (Bad CRC",
        ),
        (lambda: packed("", zipfile.ZIP_BZIP2), "is not compressed in a common way"),
        (lambda: packed("").replace(ENTRY, ENTRY[:-1] + b"\1"), "cannot be unpacked (File"),
    ],
    ids=["empty", "cut", "damaged", "bzip2", "encrypted"],
)
def test_a_zip_that_cannot_be_read(tmp_path: Path, data: Callable[[], bytes], says: str):
    (tmp_path / "a.zip").write_bytes(data())
    assert says in told(tmp_path / "a.zip")


def test_no_more_is_unpacked_than_a_table_may_have(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(loading, "LARGEST", 100_000)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("claims.csv", "0" * 1_000_000)
    assert "claims.csv is not compressed in a common way, or has over 100000 bytes" in told(
        tmp_path / "a.zip"
    )


# ---- addresses --------------------------------------------------------------------------------------


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def serve() -> Iterator[Callable[[Callable], str]]:
    """Serve on this machine's loopback; -> the address."""
    servers = []

    def start(handler: Callable) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site(serve, tmp_path: Path) -> str:
    """The address of a folder that has the small package, and a zip of it."""
    (tmp_path / "edition.zip").write_bytes(packed("edition/data/"))
    (tmp_path / "package").symlink_to(MINI)
    return serve(functools.partial(Quiet, directory=str(tmp_path)))


@pytest.mark.parametrize(
    "path",
    [
        "/edition.zip",
        "/edition.zip?download=1",
        "/package/data",
        "/package/data/",
        "/package",
        "/package/data?key=1",
    ],
)
def test_an_address_of_a_zip_or_a_folder(site: str, mini: Tables, path: str):
    assert same(load(site + path), mini)


def test_an_address_where_there_is_nothing_or_no_table(site: str):
    assert told(f"{site}/no.zip") == f"there is nothing at {site}/no.zip: check the address"
    assert told(f"{site}/none").startswith(f"{site}/none has no table of this package")


def answering(code: int, body: bytes = b"", length: int | None = None, **headers: str) -> type:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(code)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Answer


@pytest.mark.parametrize(
    ("handler", "path", "says"),
    [
        (
            answering(403),
            "/data",
            "claim_links.csv cannot be read (the server says 403 Forbidden): check the",
        ),
        (answering(500), "/a.zip", "a.zip cannot be read (the server says 500 Internal Server Error)"),
        (answering(200, b"<html>"), "/data", "does not have the columns of claim_links"),
        (answering(200, b"<html>"), "/a.zip", "a.zip is not a zip"),
        (answering(200, b"PK", length=50), "/a.zip", "a.zip cannot be read (it ended 48 bytes early)"),
        (
            answering(302, Location="file:///etc/passwd"),
            "/a.zip",
            "a.zip cannot be read (the server says 302",
        ),
        (answering(302, Location="/a.zip"), "/a.zip", "a.zip cannot be read (the server says 302"),
    ],
    ids=[
        "forbidden",
        "broken",
        "page for a table",
        "page for a zip",
        "cut",
        "leads to a file",
        "in a circle",
    ],
)
def test_an_address_that_answers_something_else(serve, handler: type, path: str, says: str):
    assert says in told(serve(handler) + path)


def test_an_address_that_answers_too_much_or_too_late(serve, monkeypatch):
    monkeypatch.setattr(loading, "LARGEST", 10)
    assert "has more than 10 bytes" in told(serve(answering(200, b"0" * 100)) + "/a.zip")
    monkeypatch.setattr(loading, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "cannot be read (timed out)" in told(f"http://127.0.0.1:{silent.getsockname()[1]}/a.zip")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("http://127.0.0.1:9/a.zip", "cannot be read ([Errno 111] Connection refused)"),
        ("http:///a.zip", "cannot be read (no host given)"),
        ("http://127.0.0.1:port/a.zip", "cannot be read (nonnumeric port: 'port')"),
        ("http://[::1/a.zip", "is not an address"),
        ("http://127.0.0.1:9/a b.zip", "cannot be read (URL can't contain control characters"),
        (
            "ftp://127.0.0.1/a.zip",
            "is not an address that can be read: it must begin with http:// or https://",
        ),
        ("file:///etc/passwd", "is not an address that can be read"),
    ],
)
def test_what_is_no_address_that_can_be_read(address: str, says: str):
    assert says in told(address)
