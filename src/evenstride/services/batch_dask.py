"""Many recordings on a Dask cluster: the same function, submitted to a scheduler. The only door to ``distributed``.

Every thread of a Dask worker has a child process that does the work, as on one machine, so that a recording that brings
a process down takes neither the worker nor its neighbours with it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from evenstride.errors import EvenstrideError, InputError
from evenstride.services.batch_job import BatchJob, BatchOutcome, failed
from evenstride.services.batch_worker import ATTEMPTS, BatchWorker
from evenstride.version import __version__

if TYPE_CHECKING:
    from distributed import Client

CONNECT_S = 15.0
_OF_THIS_THREAD = threading.local()


class SchedulerError(EvenstrideError):
    """The Dask scheduler cannot be used."""

    code = "bad_scheduler"


def analyse_on_cluster(jobs: Sequence[BatchJob], *, address: str) -> Iterator[tuple[BatchJob, BatchOutcome]]:
    """Outcomes as they come, in any order.

    Parameters
    ----------
    address : of the scheduler, ``tcp://host:port``. Its workers must see the recordings under the same paths.

    Raises
    ------
    InputError : the ``cluster`` extra is not installed.
    SchedulerError : no scheduler there, no worker, another version on a worker, or a scheduler that went away.
    """
    with connected_client(address) as client:
        from distributed import CancelledError, as_completed

        job_of = {client.submit(analyse_in_child, job.to_dict(), pure=False): job for job in jobs}
        attempts = dict.fromkeys(jobs, 1)
        waiting = as_completed(list(job_of), loop=client.loop)
        for future in waiting:
            job = job_of.pop(future)
            try:
                yield job, BatchOutcome(**future.result())
            except CancelledError as error:
                raise SchedulerError(f"The Dask scheduler at {address} went away. Run the command again.") from error
            # Whatever a worker, or the way to it, raises belongs to this recording only.
            except Exception as error:  # noqa: BLE001
                if attempts[job] >= ATTEMPTS:
                    yield job, failed(f"The Dask worker that analysed it was lost or failed ({one_line(error)}).")
                    continue
                attempts[job] += 1
                again = client.submit(analyse_in_child, job.to_dict(), pure=False)
                job_of[again] = job
                waiting.add(again)


@contextmanager
def connected_client(address: str) -> Iterator[Client]:
    """A client of the scheduler, once its workers are found to have this version.

    Raises
    ------
    InputError : the ``cluster`` extra is not installed.
    SchedulerError : no scheduler there, no worker, or another version on a worker.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError("Expected Dask for a scheduler. Install it: pip install 'evenstride[cluster]'.") from error
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise SchedulerError(
            f"Expected a Dask scheduler at {address}: {one_line(error)}. Start one with `dask scheduler`."
        ) from error
    with client:
        _check_workers(client, address)
        yield client


def analyse_in_child(job: dict[str, Any]) -> dict[str, Any]:
    """Runs on a Dask worker: the outcome of one recording, made in this thread's child process."""
    if not hasattr(_OF_THIS_THREAD, "worker"):
        _OF_THIS_THREAD.worker = BatchWorker()
    outcome: BatchOutcome = _OF_THIS_THREAD.worker.analyse(BatchJob(**job))
    return outcome.to_dict()


def installed_version() -> str:
    """Runs on a Dask worker: the version of this package there."""
    return __version__


def _check_workers(client: Client, address: str) -> None:
    try:
        versions = client.run(installed_version)
    # Unpacking our function fails in its own ways where the package is missing over there.
    except Exception as error:
        raise SchedulerError(
            f"Expected evenstride {__version__} on every worker of {address}; one does not have it ({one_line(error)})."
        ) from error
    if not versions:
        raise SchedulerError(f"Expected workers at {address}, it has none. Start some with `dask worker {address}`.")
    others = sorted(set(versions.values()) - {__version__})
    if others:
        raise SchedulerError(
            f"Expected evenstride {__version__} on every worker of {address}, found {', '.join(others)}. "
            "Install the same version everywhere: another one gives other measures."
        )


def one_line(error: BaseException) -> str:
    """What an outside exception says, on a line."""
    return " ".join(str(error).split()) or type(error).__name__
