"""When each foot was on the ground: detectors, steps, and whether this is running."""
