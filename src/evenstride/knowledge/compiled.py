"""The shipped knowledge in a form that reads five times faster: ``python -m evenstride.knowledge.compiled`` writes it.

The YAML files stay the only source. The compiled file names the hash of the files it was made from and is passed over
as soon as one of them, or the schema, differs. It is made by ``make env`` and never committed.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from evenstride.knowledge.knowledge import COLLECTION_OF_KIND, Knowledge
from evenstride.knowledge.loader import CONTENT, ENTRY_OF_KIND, by_id, load_folder
from evenstride.knowledge.yaml_source import read_yaml_source

COMPILED = "compiled.jsonl"


def write_compiled(folder: Path = CONTENT) -> Path:
    """Read and check a knowledge folder and write its compiled form beside it: a line for the hash, one for each kind.

    Raises
    ------
    KnowledgeError
        Where the folder does not hold good knowledge; nothing is written then.
    """
    knowledge = load_folder(folder)
    lines = [json.dumps({"digest": digest_of(folder), "version": knowledge.version})]
    for kind in ENTRY_OF_KIND:
        collection = COLLECTION_OF_KIND[kind]
        source = read_yaml_source(folder / f"{collection}.yaml")
        assert isinstance(source.data, dict)
        lines.append(json.dumps(source.data[collection], ensure_ascii=False))
    path, unfinished = folder / COMPILED, folder / f"{COMPILED}.{os.getpid()}"
    unfinished.write_text("\n".join(lines), encoding="utf-8")
    unfinished.replace(path)
    return path


def read_compiled(folder: Path = CONTENT) -> Knowledge | None:
    """The knowledge from its compiled form; None where there is none or it is not of these files and this schema."""
    try:
        head, *lines = (folder / COMPILED).read_text(encoding="utf-8").split("\n")
        header = json.loads(head)
        if header["digest"] != digest_of(folder) or len(lines) != len(ENTRY_OF_KIND):
            return None
        collections = {
            COLLECTION_OF_KIND[kind]: by_id(enumerate(TypeAdapter(tuple[entry, ...]).validate_json(line)))  # type: ignore[valid-type]
            for (kind, entry), line in zip(ENTRY_OF_KIND.items(), lines, strict=True)
        }
        return Knowledge(header["version"], **collections)
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and bytes of the files a knowledge folder is read from."""
    digest = hashlib.sha256()
    for name in ("VERSION", *(f"{name}.yaml" for name in COLLECTION_OF_KIND.values())):
        digest.update(name.encode())
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    write_compiled()
