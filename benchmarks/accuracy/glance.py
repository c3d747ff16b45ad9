"""The one table that most readers need, taken from the full ones."""

from __future__ import annotations

from benchmarks.accuracy.tables import Table

EVENTS_TITLE = "Events against force plates"
_CELLS = (("60 fps", "initial contact"), ("60 fps", "toe off"), ("120 fps", "initial contact"), ("120 fps", "toe off"))


def glance_table(tables: list[Table]) -> Table | None:
    """RMSE of every rule's near-leg instants at 60 and 120 pictures a second; None without the laboratory part."""
    events = next((table for table in tables if table.title == EVENTS_TITLE), None)
    if events is None:
        return None
    column = {
        name: events.columns.index(name) for name in ("Clip", "Rule", "Leg", "Event", "RMSE ms", "True", "Missed")
    }
    near = [row for row in events.rows if row[column["Leg"]] == "near"]
    by_cell = {(row[column["Rule"]], row[column["Clip"]], row[column["Event"]]): row for row in near}
    rules = list(dict.fromkeys(row[column["Rule"]] for row in near))
    return Table(
        "At a glance",
        "Near leg, force plates as truth: RMSE in ms of each rule's instants (share missed), ours by nets that never "
        "saw the runner. Everything else follows below.",
        ("Rule", *(f"{event}, {clip}" for clip, event in _CELLS)),
        tuple((rule, *(_cell(by_cell.get((rule, *cell)), column) for cell in _CELLS)) for rule in rules),
    )


def _cell(row: tuple[str, ...] | None, column: dict[str, int]) -> str:
    if row is None:
        return "-"
    true, missed = int(row[column["True"]]), int(row[column["Missed"]])
    share = f" ({100 * missed / true:.0f} %)" if true and missed else ""
    return row[column["RMSE ms"]] + share
