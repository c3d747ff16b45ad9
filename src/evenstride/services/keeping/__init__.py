"""Use cases on the data folder: keep, follow, hand out, take in, delete."""
