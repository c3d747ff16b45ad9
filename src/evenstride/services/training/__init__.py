"""Use cases of the plan and the guided session: make, change and close a plan, the day's exercises, what was done."""
