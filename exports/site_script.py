"""The script of the page: the modules of `exports/site/`, joined into one.

Each file is an ES module that can be read, checked and run alone. Here the files are joined without imports
and the word `export`, each after the files that it needs when it is loaded. No two of them may use the same
name at the top level.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).with_name("site")
# in the order in which they are joined
MODULES = [
    *("dates", "text", "fragment", "csv", "zip", "inflate", "scale", "layout", "words"),
    *("package", "copies", "address", "drawing", "elements", "take"),
    *("figures", "names", "parts", "card", "charts"),
    *("disagreement", "outlets", "people", "wordings", "measures", "timeline", "conflicts", "front"),
    *("statements", "search", "records", "tables", "views"),
]
IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
NAME = re.compile(r"^(?:export )?(?:async )?(?:const|let|function|class) (\w+)", re.MULTILINE)


def script() -> str:
    """The script as one text. Raises `ValueError` if it would end its element, or defines a name twice."""
    given: dict[str, str] = {}
    joined = ['"use strict";']
    for module in MODULES:
        text = own(f"{module}.js")
        for name in NAME.findall(text):
            if name in given:
                raise ValueError(f"{module}.js and {given[name]}.js both define {name} at the top level")
            given[name] = module
        joined.append(re.sub(r"^export ", "", IMPORT.sub("", text), flags=re.MULTILINE))
    return "\n".join(joined)


def own(name: str) -> str:
    """A file of ours that goes into the page unchanged. It may not contain what would end its element."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    if "</s" in text.lower() or "<!--" in text:
        raise ValueError(f"{name} contains characters that end a script or a style")
    return text
