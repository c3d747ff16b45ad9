"""Use cases of a reader: the list of what was recorded, a report opened, handed out, or held beside an earlier one."""
