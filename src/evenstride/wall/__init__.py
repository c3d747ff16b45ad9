"""The wall: a child process with limits, in which files that somebody handed over are opened."""

from evenstride.wall.call import call_walled
from evenstride.wall.errors import OverLimitError, WalledProcessEndedError, WallStoppedError
from evenstride.wall.limits import WallLimits

__all__ = ["OverLimitError", "WallLimits", "WallStoppedError", "WalledProcessEndedError", "call_walled"]
