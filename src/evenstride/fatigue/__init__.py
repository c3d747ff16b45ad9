"""What a long run shows: drift at equal speed and slope, the fade index, its onset; and training load."""

from evenstride.fatigue.assess import assess_fatigue
from evenstride.fatigue.bins import BinOptions
from evenstride.fatigue.load import assess_load

__all__ = ["BinOptions", "assess_fatigue", "assess_load"]
