"""Ask a running app from Python: send recordings, wait for their analysis, read the same numbers.

Works with what ``evenstride serve`` answers under ``/api``, on this machine or in the local network. httpx is known
here and nowhere else.

Examples
--------
>>> from evenstride.client import connect
>>> with connect("http://127.0.0.1:8765", token="evenstride_...") as app:  # doctest: +SKIP
...     job = app.wait(app.analyse(["run.mp4"], runner_id=app.runner("Ada")["id"])[0])
...     document = app.assessment(job.assessment_id)
"""

from evenstride.client.answers import AppRefusedError, AppUnreachableError, JobFailedError, JobState
from evenstride.client.app import App, connect

__all__ = ["App", "AppRefusedError", "AppUnreachableError", "JobFailedError", "JobState", "connect"]
