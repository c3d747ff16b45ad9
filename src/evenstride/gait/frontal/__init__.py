"""What a camera behind or in front sees: angles, values of each step, measures."""
