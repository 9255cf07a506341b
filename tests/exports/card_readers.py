"""Let a catalogue's own library read what is made for it, and print what it reads; run in `.venv-cards`.

    card_readers.py hugging-face|kaggle|datasette FOLDER

Standard output is JSON. Nothing is fetched, and nothing is sent: what would go to Kaggle is caught before.
"""

import asyncio
import html
import inspect
import json
import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


# fields of a card that the hub documents, and its library takes without a parameter of their own
OF_THE_HUB = {"configs", "tags"}


def told(value: Any) -> Any:
    """A cell as JSON has it, with its type: a day is not the text of one."""
    return ["date", value.isoformat()] if isinstance(value, date) else value


def hugging_face(folder: Path) -> Any:
    """The head of the card, the fields of it that the library does not know, and configuration -> rows."""
    from datasets import disable_progress_bars, get_dataset_config_names, load_dataset
    from huggingface_hub import DatasetCard, DatasetCardData

    disable_progress_bars()
    head = DatasetCard.load(folder / "README.md").data.to_dict()
    rows = {}
    with tempfile.TemporaryDirectory() as cache:
        for name in get_dataset_config_names(str(folder), cache_dir=cache):
            loaded = load_dataset(str(folder), name, split="train", cache_dir=cache)
            rows[name] = [{key: told(cell) for key, cell in row.items()} for row in loaded]
    known = set(inspect.signature(DatasetCardData.__init__).parameters)
    return {"head": head, "unknown": sorted(set(head) - known - OF_THE_HUB), "rows": rows}


def kaggle(folder: Path) -> Any:
    """The request that would create the data set, with the files that would be sent."""
    with tempfile.TemporaryDirectory() as home:
        # a name and a key that are none: without any the library does not get so far as to check
        os.environ |= {"KAGGLE_USERNAME": "nobody", "KAGGLE_KEY": "none", "HOME": home}
        from kaggle.api import kaggle_api_extended as library

        api = library.KaggleApi()
        api.config_values = {api.CONFIG_NAME_USER: "nobody"}
        caught: dict[str, Any] = {}

        def not_there(_: str) -> None:
            raise library.HTTPError

        def catch(request: Any, resources: Any, *_: Any) -> None:
            columns = {
                one["path"]: [
                    {"name": column.name, "type": column.type, "description": column.description}
                    for column in map(api.process_column, one["schema"]["fields"])
                ]
                for one in resources
            }
            caught.update(title=request.title, slug=request.slug, owner=request.owner_slug, columns=columns)
            caught.update(licence=request.license_name, subtitle=request.subtitle)
            raise InterruptedError

        api.dataset_status, api.upload_files = not_there, catch
        try:
            api.dataset_create_new(str(folder))
        except (InterruptedError, ValueError) as error:
            caught["error"] = str(error)
    return caught


def datasette(folder: Path) -> Any:
    """What Datasette answers, without a server: path -> status and JSON, of the metadata and every query.

    Of each page of a table, only the status and whether it shows what the first column means.
    """
    from datasette.app import Datasette

    [file] = folder.glob("*.sqlite")
    metadata = json.loads((folder / "datasette-metadata.json").read_text(encoding="utf-8"))
    # the usual second is enough, unless all cores are at work for others
    served = Datasette([str(file)], metadata=metadata, settings={"sql_time_limit_ms": 60_000})
    about = metadata["databases"][file.stem]

    async def ask() -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for query in about["queries"]:
            answer = await served.client.get(f"/{file.stem}/{query}.json?_shape=array&_size=max")
            answers[query] = [answer.status_code, answer.json()]
        for table, said in about["tables"].items():
            answer = await served.client.get(f"/{file.stem}/{table}?_size=1")
            shown = [html.escape(said["description"]) in answer.text]
            shown += [html.escape(text) in answer.text for text in list(said.get("columns", {}).values())[:1]]
            answers[table] = [answer.status_code, all(shown)]
        answer = await served.client.get("/-/metadata.json")
        return {**answers, "metadata": [answer.status_code, answer.json() == metadata]}

    return asyncio.run(ask())


READERS = {"hugging-face": hugging_face, "kaggle": kaggle, "datasette": datasette}

if __name__ == "__main__":
    json.dump(READERS[sys.argv[1]](Path(sys.argv[2])), sys.stdout)
