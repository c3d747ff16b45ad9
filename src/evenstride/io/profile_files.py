"""A runner's answers and wishes as a file: JSON or YAML in, ``evenstride.profile/1`` JSON out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evenstride.errors import InputError
from evenstride.io.json_files import parse_json, read_limited_text

PROFILE_SCHEMA = "evenstride.profile/1"
YAML_SUFFIXES = frozenset({".yaml", ".yml"})
#: A profile with every answer and screen is a hundredth of it.
MOST_BYTES = 1_000_000
_A_PROFILE = "a profile"
_NEXT_STEP = "evenstride screen-me --answers FILE writes one"


def read_profile_file(path: Path) -> dict[str, Any]:
    """The plain values of a profile, its schema line taken off; what they mean is checked where it is known.

    Raises
    ------
    InputError
        With one line: no such file, neither JSON nor YAML, not a mapping, or another document.
    """
    text = read_limited_text(path, what=_A_PROFILE, most_bytes=MOST_BYTES)
    is_yaml = path.suffix.lower() in YAML_SUFFIXES
    data = _parse_yaml(text, path.name) if is_yaml else parse_json(text, what=_A_PROFILE, name=path.name)
    if not isinstance(data, Mapping):
        raise InputError(f"Expected {_A_PROFILE}, names with their values, in {path.name}. {_NEXT_STEP}.")
    values = dict(data)
    schema = values.pop("schema", PROFILE_SCHEMA)
    if schema != PROFILE_SCHEMA:
        raise InputError(f"Expected {PROFILE_SCHEMA} in {path.name}, got {str(schema)[:60]}. {_NEXT_STEP}.")
    return values


def profile_document(values: Mapping[str, Any]) -> dict[str, Any]:
    """The ``evenstride.profile/1`` document of plain values."""
    return {"schema": PROFILE_SCHEMA, **values}


def _parse_yaml(text: str, name: str) -> object:
    import yaml

    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise InputError(f"Expected plain YAML without anchors in {name}. Write each value out.")
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"Expected {_A_PROFILE} as YAML in {name}; line {line}: {error.problem}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"Expected {_A_PROFILE} as YAML; {name} cannot be read.") from error
