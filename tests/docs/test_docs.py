"""The documentation against what it describes: ids, commands, links, fields, and nothing of anybody's machine."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SKIPPED_FOLDERS = frozenset({".git", ".venv", "demo_out", "out", "build", "dist"})
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE_BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)

#: Folders of somebody's own machine, as a path in a text would name them.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|farm|opt|mnt|(?:home|Users)/[\w-]+)/[\w.-]|[A-Z]:\\+Users\\")
#: Addresses, and names of package hosts without one.
ADDRESS = re.compile(r"\b(?:https?|ftp|git|ssh|wss?)://(?P<host>[\w.-]+)")
HOST = re.compile(r"\b(?:[\w-]+\.)*(?:pypi|npmjs|pythonhosted|debian|github|githubusercontent)\.(?:org|com|io)\b", re.I)
IP_ADDRESS = re.compile(r"(?<![\w.=])(?!127\.|0\.0\.0\.0|192\.0\.2\.)(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")
#: The licence's own text, the name of the SVG language, and the resolver of DOIs that a reader may follow.
ALLOWED_HOSTS = frozenset({"www.apache.org", "www.w3.org", "doi.org"})
#: This machine itself, and names and numbers that are kept free for examples (RFC 2606, RFC 5737).
NOBODYS_HOST = re.compile(r"localhost|127\.0\.0\.\d|192\.0\.2\.\d+|([\w-]+\.)*(example|invalid)")
#: Made-up paths that a test hands to the code which must keep such paths out of reports.
MADE_UP_PATHS = frozenset({Path("tests/unit/reports/test_build.py")})


def documents() -> list[Path]:
    return sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


def text_files() -> Iterator[tuple[Path, str]]:
    """What is, or would be, committed, as far as it is text: path inside the repository and content."""
    for path in _own_files():
        try:
            yield path, (REPOSITORY / path).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue


def _own_files() -> list[Path]:
    listing = ["git", "-C", str(REPOSITORY), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(listing, capture_output=True, text=True, timeout=30, check=True).stdout
        return [Path(name) for name in listed.split("\0") if name]
    except (OSError, subprocess.SubprocessError):
        relative = (path.relative_to(REPOSITORY) for path in REPOSITORY.rglob("*") if path.is_file())
        return [path for path in relative if not _is_left_out(path)]


def _is_left_out(path: Path) -> bool:
    return any(part in SKIPPED_FOLDERS or (part.startswith(".") and part.endswith("_cache")) for part in path.parts)


def private_traces(text: str) -> list[str]:
    """Machine paths and hosts in a text, apart from those that are allowed."""
    hosts = (match.group("host").rstrip(".") for match in ADDRESS.finditer(text))
    addresses = [host for host in hosts if host not in ALLOWED_HOSTS and not NOBODYS_HOST.fullmatch(host)]
    patterns = (MACHINE_PATH, HOST, IP_ADDRESS)
    return [*addresses, *(match.group() for pattern in patterns for match in pattern.finditer(text))]


def shown_commands(program: str) -> Iterator[tuple[Path, list[str]]]:
    """Every command line of a program in a code block of the documentation."""
    for document in documents():
        for block in CODE_BLOCK.findall(document.read_text("utf-8")):
            for line in block.splitlines():
                words = shlex.split(line, comments=True) if line.startswith((program, f".venv/bin/{program}")) else []
                if words and Path(words[0]).name == program:
                    yield document, words[1:]


def keys_of(value: Any) -> Iterator[str]:
    """Every key of a JSON document, those of nested parts included."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from keys_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from keys_of(part)


def test_every_measure_of_the_knowledge_is_in_the_glossary() -> None:
    from evenstride.knowledge import load_knowledge

    glossary = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
    missing = [measure for measure in load_knowledge().measures if f"`{measure}`" not in glossary]
    assert missing == []


def test_the_glossary_defines_no_term_twice() -> None:
    glossary = (REPOSITORY / "docs" / "glossary.md").read_text("utf-8")
    terms = [
        term for line in glossary.splitlines() if line.startswith("- ") for term in re.findall(r"\*\*(.+?)\*\*", line)
    ]
    assert len(terms) > 40
    assert sorted(terms) == sorted(set(terms))


def test_every_room_of_the_source_is_in_the_architecture() -> None:
    architecture = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
    source = REPOSITORY / "src" / "evenstride"
    rooms = [path.parent.name for path in source.glob("*/__init__.py")]
    rooms += [path.stem for path in source.glob("*.py") if path.stem != "__init__"]
    assert [room for room in rooms if f"`{room}`" not in architecture] == []


def test_every_make_target_in_the_documentation_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {target for path in documents() for target in re.findall(r"`make ([a-z-]+)", path.read_text("utf-8"))}
    named |= {words[0] for _, words in shown_commands("make")}
    assert {"demo", "test"} <= named
    assert named - targets == set()


def test_every_make_target_explains_itself() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    phony = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[0].split()
    assert [target for target in phony if not re.search(rf"^{target}:.*## \w", makefile, re.MULTILINE)] == []


def test_the_readme_shows_the_two_commands() -> None:
    blocks = CODE_BLOCK.findall((REPOSITORY / "README.md").read_text("utf-8"))
    assert [block.strip() for block in blocks[:2]] == ["make demo", "make test"]


def test_every_option_in_the_documentation_is_an_option_of_the_command() -> None:
    from evenstride.cli.main import commands

    wrong = []
    for document, words in shown_commands("evenstride"):
        command: click.Command = commands
        while isinstance(command, click.Group) and words and words[0] in command.commands:
            command, words = command.commands[words[0]], words[1:]
        known = {name for parameter in command.params for name in parameter.opts}
        wrong += [(document.name, word) for word in words if word.startswith("--") and word not in known]
    assert wrong == []


def test_the_readme_names_every_option_of_analyze() -> None:
    from evenstride.cli.analyze import analyze

    readme = (REPOSITORY / "README.md").read_text("utf-8")
    options = [parameter.opts[0] for parameter in analyze.params if isinstance(parameter, click.Option)]
    assert [option for option in options if f"`{option}" not in readme] == []


def test_every_field_of_the_result_is_in_its_reference() -> None:
    from evenstride.testing import synthetic_analysis

    reference = (REPOSITORY / "docs" / "reference" / "assessment_json.md").read_text("utf-8")
    document = synthetic_analysis(duration_s=4.0, fps=60.0).to_dict()
    document["provenance"] |= {"algorithms": {}, "model_sha256": {}}  # names of things, not fields
    assert {key for key in keys_of(document) if f"`{key}`" not in reference} == set()


def test_every_link_of_the_documentation_leads_somewhere() -> None:
    broken = []
    for document in documents():
        for target in LINK.findall(document.read_text("utf-8")):
            path, _, _ = target.partition("#")
            if path and "://" not in path and not (document.parent / path).exists():
                broken.append(f"{document.relative_to(REPOSITORY)}: {target}")
    assert broken == []


def test_every_document_can_be_reached_from_the_index() -> None:
    reached, to_visit = set(), [REPOSITORY / "docs" / "index.md"]
    while to_visit:
        document = to_visit.pop().resolve()
        if document in reached or document.suffix != ".md" or not document.exists():
            continue
        reached.add(document)
        targets = LINK.findall(document.read_text("utf-8"))
        to_visit += [document.parent / target.partition("#")[0] for target in targets if "://" not in target]
    assert [path.name for path in (REPOSITORY / "docs").rglob("*.md") if path.resolve() not in reached] == []


def test_no_file_names_a_machine_or_a_host() -> None:
    found = {str(path): traces for path, text in text_files() if (traces := private_traces(text))}
    assert {path: traces for path, traces in found.items() if Path(path) not in MADE_UP_PATHS} == {}


@pytest.mark.parametrize(
    "trace",
    [
        "/ho" + "me/somebody/run.mp4",
        "C:" + r"\Users\somebody",
        "https:" + "//example.com/simple",
        "pypi" + ".org",
        "10.1" + ".2.3",
    ],
)
def test_the_guard_notices(trace: str) -> None:
    assert private_traces(f"see {trace} for more")


@pytest.mark.parametrize(
    "harmless", ["doi:10.7717/peerj.3298", "version 0.13.9", "127.0.0.1", "../shared/data", "/usr/bin/env"]
)
def test_the_guard_lets_harmless_text_pass(harmless: str) -> None:
    assert private_traces(f"see {harmless} for more") == []


def test_the_lock_pins_every_package_by_digest_and_names_no_address() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^[\w.-]+==", lock, re.MULTILINE)
    assert "://" not in lock
    assert len(pins) > 30
    assert all("--hash=sha256:" in part for part in re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:])


def test_every_dependency_of_the_project_is_in_the_lock() -> None:
    import tomllib

    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *(name for extra in project["project"]["optional-dependencies"].values() for name in extra),
        *project["dependency-groups"]["dev"],
    ]
    names = {re.match(r"[\w.-]+", each)[0].lower().replace("_", "-") for each in wanted}  # type: ignore[index]
    locked = set(re.findall(r"^([\w.-]+)==", (REPOSITORY / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    assert names - locked == set()
