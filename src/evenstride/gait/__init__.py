"""From a pose track to events, steps and measures, each with its error and its standing."""
