"""Runs as watches and sensors saw them: FIT, TCX and GPX files to `RunRecording`."""

from evenstride.io.runs.registry import RunReader, read_run, read_runs

__all__ = ["RunReader", "read_run", "read_runs"]
