"""Work that outlives the process that asked for it: the record in the database, the work in a process of its own."""

from evenstride.jobs.desk import (
    ANALYSE_RECORDINGS,
    ANALYSE_RUN,
    cancel,
    follow,
    list_jobs,
    retry,
    revision,
    status,
    submit_analysis,
    submit_run,
)
from evenstride.jobs.from_uploads import HandedIn, UploadChoice, submit_uploads
from evenstride.jobs.settings import JobSettings, settings_from_environment
from evenstride.jobs.supervisor import Workers
from evenstride.jobs.upkeep import Upkeep

__all__ = [
    "ANALYSE_RECORDINGS",
    "ANALYSE_RUN",
    "HandedIn",
    "JobSettings",
    "Upkeep",
    "UploadChoice",
    "Workers",
    "cancel",
    "follow",
    "list_jobs",
    "retry",
    "revision",
    "settings_from_environment",
    "status",
    "submit_analysis",
    "submit_run",
    "submit_uploads",
]
