"""The declared tables. Importing this declares all of them."""

from evenstride.store.tables import people, recordings, running, training, work
from evenstride.store.tables.base import Base

__all__ = ["Base", "people", "recordings", "running", "training", "work"]
