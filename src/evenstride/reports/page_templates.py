"""The templates of all pages: one environment, everything from outside escaped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def page_environment() -> Environment:
    """Where pages find their templates; a name that a template uses and nobody gave is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from evenstride.reports.file_names import breakable_name
    from evenstride.reports.template_bytecode import TemplateBytecode

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=TemplateBytecode(TEMPLATES),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["doi_address"] = doi_address
    environment.filters["file_name"] = breakable_name
    return environment


def doi_address(doi: str) -> str:
    """The address of a DOI, for readers who follow it; the page itself never does."""
    return f"https://doi.org/{doi}"
