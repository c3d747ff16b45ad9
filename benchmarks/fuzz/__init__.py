"""Damaged files for the readers: bit flips, cuts, absurd lengths, pieces repeated."""
