"""Pure functions on arrays: filters, gaps, angles, crossings, statistics. No domain words, no files."""
