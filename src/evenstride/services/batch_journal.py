"""What is done of a cohort, kept beside its table so that an interrupted run goes on: one small file per recording.

A part is named after the recording's content, the options and the version, and is written whole or not at all. So
whenever a run is killed only what was being analysed is lost, a changed option is computed anew, and a renamed
recording is not.
"""

from __future__ import annotations

import json
from pathlib import Path

from evenstride.errors import OutputError
from evenstride.services.batch_job import BatchJob, BatchOutcome

SCHEMA = "evenstride.batch_part/1"
FOLDER_SUFFIX = ".parts"


class Journal:
    """The folder of parts of one table.

    Parameters
    ----------
    out : the table; ``results.parquet`` keeps its parts in ``results.parquet.parts``.
    knowledge_version : part of what the results depend on.
    """

    def __init__(self, out: Path, *, knowledge_version: str) -> None:
        self.folder = out.with_name(out.name + FOLDER_SUFFIX)
        self._knowledge_version = knowledge_version

    def open(self) -> None:
        """Make the folder.

        Raises
        ------
        OutputError
            It cannot be made, or something else is in its place.
        """
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"Expected to keep what is done in {self.folder.name}: {error.strerror or error}. Choose another --out."
            ) from error

    def path_of(self, job: BatchJob) -> Path:
        return self.folder / f"{job.key(knowledge_version=self._knowledge_version)}.json"

    def read(self, job: BatchJob) -> BatchOutcome | None:
        """What came of a recording in this or an earlier run; None where it is to be done (again).

        A part that cannot be read counts as missing: its recording is simply analysed anew.
        """
        try:
            part = json.loads(self.path_of(job).read_text("utf-8"))
            if part["schema"] != SCHEMA:
                return None
            return BatchOutcome(part["status"], part["reason"], part["assessment"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, job: BatchJob, outcome: BatchOutcome) -> None:
        """Write a part; it is there as a whole or not at all.

        Raises
        ------
        OutputError
            The disk is full or the folder is gone.
        """
        from evenstride.reports.files import write_whole

        text = json.dumps({"schema": SCHEMA, **outcome.to_dict()}, ensure_ascii=False, allow_nan=False)
        write_whole(self.path_of(job), lambda part: part.write_text(text, encoding="utf-8"))
