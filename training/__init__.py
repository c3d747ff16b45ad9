"""How the numbers that ship with the package were learned; not needed to run it."""
