"""Home screens: which to do, how, what came of them, and what that says about the findings."""
