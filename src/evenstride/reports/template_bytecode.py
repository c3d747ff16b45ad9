"""Compiled templates beside Python's own compiled modules, so that a page is compiled once and not in every process."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache


class TemplateBytecode(FileSystemBytecodeCache):
    """Written where Python writes its own (``__pycache__`` of the folder), and never where it may not.

    What is found there is used only for the very text, the version of Python and that of Jinja it was made from.
    """

    def __init__(self, folder: Path) -> None:
        beside = Path(cache_from_source(str(folder / "template.py"))).parent
        super().__init__(str(beside), f"%s.jinja-{jinja2.__version__}.{sys.implementation.cache_tag}")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if sys.dont_write_bytecode:
            return
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
