"""What the fields of a FIT record mean to us: the profile's own, and those that apps add.

Native fields follow the FIT SDK profile (message 20, ``record``); the reader library applies its scale and offset.

Balance: the profile says only "percent". `stance_time_balance` is the left leg's share: Garmin shows it left first,
and the open readers of these files take it so (sports-lib makes the right share 100 minus the field). The same holds
for the balances of Stryd Duo.

Developer fields are told by the app that wrote them and by name; where a file leaves the description out, by the app
and the field's number. A field with neither a known name nor a native field of its own is named among what was lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.io.runs.channels import FieldRule

#: Fields of ``record`` by the profile's name, in the profile's unit after scaling.
NATIVE: dict[str, FieldRule] = {
    "distance": FieldRule("distance"),
    "enhanced_speed": FieldRule("speed"),
    "enhanced_altitude": FieldRule("altitude"),
    "grade": FieldRule("grade"),
    "heart_rate": FieldRule("heart_rate"),
    "cadence": FieldRule("cadence"),
    "stance_time": FieldRule("contact_time"),
    "stance_time_balance": FieldRule("contact_balance"),
    "stance_time_percent": FieldRule("duty_factor"),
    "vertical_oscillation": FieldRule("vertical_oscillation", scale=0.1),  # mm
    "vertical_ratio": FieldRule("vertical_ratio"),
    "step_length": FieldRule("step_length", scale=0.001),  # mm
    "power": FieldRule("power"),
    "temperature": FieldRule("temperature"),
}
#: Older names of the same, used where the first is empty.
OLDER_NAME = {"speed": "enhanced_speed", "altitude": "enhanced_altitude"}
#: Read beside them: the fraction of the cadence, and positions, which do not leave the reader.
HELPERS = ("fractional_cadence", "position_lat", "position_long")
#: Native fields that a chest strap or a pod for running dynamics measures, not the watch.
DYNAMICS = frozenset(
    {"contact_time", "contact_balance", "duty_factor", "vertical_oscillation", "vertical_ratio", "step_length"}
)

_STRYD_FIELDS: dict[str, FieldRule] = {
    "power": FieldRule("power"),
    "heart rate": FieldRule("heart_rate"),
    "cadence": FieldRule("cadence"),
    "ground time": FieldRule("contact_time"),
    "ground time balance": FieldRule("contact_balance"),
    "stance time balance": FieldRule("contact_balance"),
    "vertical oscillation": FieldRule("vertical_oscillation"),
    "vertical oscillation balance": FieldRule("oscillation_balance"),
    "vertical ratio": FieldRule("vertical_ratio"),
    "distance": FieldRule("distance"),
    "speed": FieldRule("speed"),
    "elevation": FieldRule("altitude"),
    "form power": FieldRule("form_power"),
    "air power": FieldRule("air_power"),
    "leg spring stiffness": FieldRule("leg_stiffness"),
    "leg spring stiffness balance": FieldRule("leg_stiffness_balance"),
    "impact loading rate": FieldRule("impact_loading_rate"),
    "impact loading rate balance": FieldRule("impact_balance"),
    "stryd temperature": FieldRule("temperature"),
}
_RUNSCRIBE_FIELDS: dict[str, FieldRule] = {
    "rs_contacttime_l": FieldRule("contact_time", side="left"),
    "rs_contacttime_r": FieldRule("contact_time", side="right"),
    "rs_impact_gs_l": FieldRule("impact", side="left"),
    "rs_impact_gs_r": FieldRule("impact", side="right"),
    "rs_braking_gs_l": FieldRule("braking", side="left"),
    "rs_braking_gs_r": FieldRule("braking", side="right"),
    "rs_pronation_l": FieldRule("pronation", side="left"),
    "rs_pronation_r": FieldRule("pronation", side="right"),
    "rs_footstrike_l": FieldRule("footstrike", side="left"),
    "rs_footstrike_r": FieldRule("footstrike", side="right"),
    "rs_power_avg": FieldRule("power"),
}
_RUNPOWER_FIELDS: dict[str, FieldRule] = {"rp_power": FieldRule("power")}
_BY_NAME = {**_STRYD_FIELDS, **_RUNSCRIBE_FIELDS, **_RUNPOWER_FIELDS}

#: Apps by their identifier in ``developer_data_id``, as met in files.
APPS: dict[str, str] = {
    "660a581e5301460c8f2f034c8b6dc90f": "Stryd",
    "18fb2cf01a4b430dad66988c847421f4": "Stryd",
    "c1f5c80a5a054e8a97b3fda34e957035": "RunScribe",
    "a26e535875264582af7e8606884d96bc": "Garmin Running Power",
    "07a19e10580f4adf868eccb7b872b08b": "Garmin Running Power",
    "00000000000000000000000000000047": "COROS",
}
#: The numbers that these apps give to their fields, for files without descriptions.
_NAME_OF_NUMBER: dict[str, dict[int, str]] = {
    "Stryd": {
        0: "Power",
        2: "Cadence",
        3: "Ground Time",
        4: "Vertical Oscillation",
        7: "Elevation",
        8: "Form Power",
        9: "Leg Spring Stiffness",
        11: "Air Power",
        24: "Impact Loading Rate",
        30: "Impact Loading Rate Balance",
        31: "Leg Spring Stiffness Balance",
        32: "Vertical Oscillation Balance",
    },
    "RunScribe": {
        0: "RS_Impact_GS_L",
        1: "RS_Braking_GS_L",
        2: "RS_FootStrike_L",
        3: "RS_Pronation_L",
        5: "RS_ContactTime_L",
        6: "RS_Impact_GS_R",
        7: "RS_Braking_GS_R",
        8: "RS_FootStrike_R",
        9: "RS_Pronation_R",
        11: "RS_ContactTime_R",
        12: "RS_Power_AVG",
    },
    "Garmin Running Power": {1: "RP_Power"},
}
#: Native fields of ``record`` that a description may point to (``native_field_num``).
_NATIVE_NUMBER = {
    2: "enhanced_altitude",
    3: "heart_rate",
    4: "cadence",
    5: "distance",
    6: "enhanced_speed",
    7: "power",
    13: "temperature",
    39: "vertical_oscillation",
    41: "stance_time",
    73: "enhanced_speed",
    78: "enhanced_altitude",
    83: "vertical_ratio",
    84: "stance_time_balance",
    85: "step_length",
}
#: What a unit, as apps write it, is in ours, by quantity.
_UNIT_SCALE: dict[tuple[str, str], float] = {
    ("vertical_oscillation", "mm"): 0.1,
    ("vertical_oscillation", "millimeters"): 0.1,
    ("vertical_oscillation", "m"): 100.0,
    ("step_length", "mm"): 0.001,
    ("step_length", "cm"): 0.01,
    ("contact_time", "s"): 1000.0,
    ("distance", "km"): 1000.0,
    ("speed", "km/h"): 1 / 3.6,
    ("speed", "kph"): 1 / 3.6,
    ("leg_stiffness", "n/m"): 0.001,
}


@dataclass(frozen=True)
class DeveloperField:
    """One field that an app added: which app, which number, and what its description says, if there is one."""

    app_id: str
    number: int
    name: str | None
    units: str | None
    native_number: int | None
    scale: float = 1.0
    offset: float = 0.0

    @property
    def app(self) -> str:
        """The app's name; Stryd's own early files carry an empty identifier and Stryd's field names."""
        return APPS.get(self.app_id, "")

    @property
    def label(self) -> str:
        """The name in the file, or the one that the app gives this number."""
        known = _NAME_OF_NUMBER.get(self.app, {}).get(self.number)
        return self.name or known or f"field {self.number}"

    @property
    def device(self) -> str:
        """Who measured: the app, or what the name tells."""
        name = self.label.lower()
        if self.app:
            return self.app
        if name.startswith("rs_"):
            return "RunScribe"
        return "Stryd" if name in _STRYD_FIELDS and not self.app_id.strip("0") else ""

    def rule(self) -> FieldRule | None:
        """How it is understood; None where that is not known."""
        found = _BY_NAME.get(self.label.lower().replace("_", " ")) or _BY_NAME.get(self.label.lower())
        if found is None and self.native_number in _NATIVE_NUMBER:
            native = NATIVE[_NATIVE_NUMBER[self.native_number]]
            found = FieldRule(native.quantity)
        if found is None:
            return None
        unit = _UNIT_SCALE.get((found.quantity, (self.units or "").strip().lower()), 1.0)
        return FieldRule(found.quantity, found.scale * unit * self.scale, self.offset * unit, found.side)
