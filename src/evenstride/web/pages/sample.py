"""Measure the sample runner once more, where it did not come to an end."""

from __future__ import annotations

from fastapi.responses import RedirectResponse, Response

from evenstride.jobs import retry
from evenstride.web.context import Context
from evenstride.web.first_start import measure_sample
from evenstride.web.routers import page_router

router = page_router()


@router.post("/sample/measure")
def measure(context: Context) -> Response:
    """Ask for the analysis, or let the one that stopped go on; the first page shows how far it is."""
    job = measure_sample(context.store)
    if job is not None:
        retry(context.store, job.id)
    return RedirectResponse("/", status_code=303)
