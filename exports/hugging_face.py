"""The package for the Hugging Face hub: a folder with a dataset card and Parquet files.

The card is `README.md`. Its metadata, in YAML, is what the hub searches, and has a configuration for each
table; its body is for readers. The hub requires the rows of each to be in a split, usually called `train`. No
task is named, because the data is not made for training.
"""

from typing import Any

import yaml

from exports import citation, documents, parquet
from exports.about import about
from exports.edition import Edition, Table
from exports.figures import with_figures
from exports.markdown import code, prose
from exports.markdown import table as markdown_table

FOLDER = "hugging-face"
FIRST = "statements"  # what the hub shows by default
SPLIT = "train"
SIZES = [1_000, 10_000, 100_000, 1_000_000, 10_000_000]  # limits of the hub's size categories, in rows
UNITS = {1_000: "K", 1_000_000: "M"}

USE = """\
Each table is a configuration with one split. The hub calls it `{split}`, but the data is not made for
training. [The dictionary](docs/dictionary.md) says what each column and each code means,
[the rules](docs/rules.md) what holds within and across tables.

```python
from datasets import load_dataset

load_dataset(".", "{first}", split="{split}")
```

`.` is this folder; its address on the hub works as well. An empty cell is null; nothing else counts as
missing."""

Json = dict[str, Any]


def files(edition: Edition) -> dict[str, bytes]:
    """`hugging-face/README.md`, with Parquet files, dictionary and list of rules."""
    beside = {**parquet.files(edition), **documents.files(edition)}
    made = {"README.md": card(edition).encode(), **beside}
    return {f"{FOLDER}/{path}": data for path, data in made.items()}


def card(edition: Edition) -> str:
    """The dataset card."""
    head = yaml.safe_dump(metadata(edition), sort_keys=False, allow_unicode=True, width=110)
    return f"---\n{head}---\n\n{_body(edition)}"


def metadata(edition: Edition) -> Json:
    """The metadata of the card."""
    told, tables = about(edition), with_figures(edition)
    spoken = languages(edition)
    made = {
        "pretty_name": told["title"],
        "license": str(edition.descriptor["licenses"][0].get("name", "other")).lower(),
        "language": spoken,
        "multilinguality": ["multilingual" if len(spoken) > 1 else "monolingual"] if spoken else [],
        "language_creators": ["found"],
        "source_datasets": ["original"],
        "size_categories": [size_category(sum(table.frame.height for table in tables))],
        "tags": [str(keyword) for keyword in edition.descriptor.get("keywords", [])],
        "configs": [_config(table) for table in tables],
    }
    return {name: value for name, value in made.items() if value}


def languages(edition: Edition) -> list[str]:
    """The languages of the quotations and of their texts, and English, the language of our own words."""
    found = {"en"}
    for table in edition.tables.values():
        if "language" in table.frame:
            found |= set(table.frame["language"].drop_nulls())
    return sorted(found)


def size_category(rows: int) -> str:
    """The hub's category for a number of rows: `1K<n<10K`."""
    below = next((size for size in SIZES if rows < size), None)
    if below == SIZES[0]:
        return f"n<{_short(below)}"
    at = SIZES.index(below) if below else len(SIZES)
    return f"{_short(SIZES[at - 1])}<n<{_short(below or SIZES[-1] * 10)}"


def _short(number: int) -> str:
    unit = max(size for size in UNITS if size <= number)
    return f"{number // unit}{UNITS[unit]}"


def _config(table: Table) -> Json:
    return {
        "config_name": table.name,
        "data_files": [{"split": SPLIT, "path": f"parquet/{table.name}.parquet"}],
        **({"default": True} if table.name == FIRST else {}),
    }


def _body(edition: Edition) -> str:
    told, tables = about(edition), with_figures(edition)
    rows = [(code(table.name), f"{table.frame.height:,}", prose(table.description)) for table in tables]
    forms = citation.citation(edition)
    return (
        "\n\n".join(
            [
                f"# {prose(told['title'])}",
                prose(told["description"]),
                f"**{prose(told['warning'])}**",
                f"Version {prose(told['version'])}. Licence: {prose(told['licence'])}.",
                "## Tables",
                markdown_table(["configuration", "rows", "contents"], rows),
                USE.format(first=FIRST if FIRST in edition.tables else tables[0].name, split=SPLIT),
                "## How to cite",
                "\n".join(
                    f"> {prose(line)}" if line else ">" for line in forms["text"].rstrip("\n").split("\n")
                ),
                f"```bibtex\n{forms['bibtex']}```",
            ]
        )
        + "\n"
    )
