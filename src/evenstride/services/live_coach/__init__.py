"""Use cases of the live coach: what its page shows, a set as it is watched, and keeping what was done."""
