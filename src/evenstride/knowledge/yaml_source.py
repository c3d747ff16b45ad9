"""YAML to plain values that remember their lines: duplicate keys are problems, nothing is guessed from odd tags."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import yaml

Location = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in a knowledge file, where it stands."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.path}: {self.message}"


@dataclass
class YamlSource:
    """One file: its plain values (sequences are tuples), its node tree for lines, and what was wrong while reading."""

    file: str
    data: object = None
    root: yaml.Node | None = None
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, location: Location) -> int:
        """The line of a place in the file, or of the nearest thing around it that exists."""
        node, line = self.root, 1
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return line

    def problem(self, location: Location, message: str) -> Problem:
        """A problem at a place in this file."""
        return Problem(self.file, self.line_of(location), path_text(location), message)


def read_yaml_source(path: Path) -> YamlSource:
    """Read one knowledge file; what is wrong with it is in ``problems``, not raised."""
    source = YamlSource(path.name)
    if not path.is_file():
        source.problems.append(Problem(path.name, 1, "(file)", f"expected this file in {path.parent.name}/"))
        return source
    try:
        source.root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_loader())
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        source.problems.append(Problem(path.name, line, "(file)", f"not YAML: {error.problem}"))
        return source
    if source.root is not None:
        source.data = _plain(source.root, (), source)
    return source


def path_text(location: Location) -> str:
    """A location as people write it, e.g. ``findings[0].exercises[2]``."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "(file)"


def _loader() -> type:
    """libyaml's loader where PyYAML was built with it; the slow one reads the same."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in reversed(node.value):  # a duplicate is reported where it comes the second time
            if key.value == step:
                return value, key.start_mark.line + 1
    return None


def _plain(node: yaml.Node, location: Location, source: YamlSource) -> object:
    if isinstance(node, yaml.MappingNode):
        return _plain_mapping(node, location, source)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_plain(item, (*location, index), source) for index, item in enumerate(node.value))
    return _plain_scalar(node, location, source)


def _plain_mapping(node: yaml.MappingNode, location: Location, source: YamlSource) -> dict[str, object]:
    values: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        here = (*location, key if isinstance(key, str) else "?")
        if not isinstance(key, str) or key_node.tag != _TAG + "str":
            line = key_node.start_mark.line + 1
            source.problems.append(Problem(source.file, line, path_text(location), "expected a text as key"))
            continue
        if key in values:
            line = key_node.start_mark.line + 1
            source.problems.append(Problem(source.file, line, path_text(here), f"duplicate key '{key}'"))
        values[key] = _plain(value_node, here, source)
    return values


def _plain_scalar(node: yaml.Node, location: Location, source: YamlSource) -> object:
    tag = node.tag.removeprefix(_TAG)
    text = str(node.value)
    if tag == "str":
        return text
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in ("true", "yes", "on")
    try:
        if tag == "int":
            return int(text)
        if tag == "float":
            return float(text)
    except ValueError:
        pass
    message = f"cannot read '{text}' ({tag}); quote a text"
    source.problems.append(Problem(source.file, node.start_mark.line + 1, path_text(location), message))
    return None
