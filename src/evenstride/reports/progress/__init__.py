"""The progress of a runner as a typed page model: charts with their errors, the same numbers as tables, words."""
