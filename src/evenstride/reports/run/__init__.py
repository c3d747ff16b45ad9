"""A watch's run in a report: typed parts, their words and their charts; for a page of its own and beside clips."""
