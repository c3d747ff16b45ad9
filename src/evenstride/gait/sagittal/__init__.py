"""What a camera at the side sees: angles, values of each step, measures."""
