"""Which keys each table of the household file has; `*` stands for an id that the household chooses."""

from __future__ import annotations

from collections.abc import Mapping

from kinrota.model.places import MODES
from kinrota.model.weights import WEIGHTS

TERMS = ("place", "reachable", "interruptible", "overrun", "movable", "visits")
"""How work binds its owner; the same for calendars and rotas."""
HELPER_KEYS = ("lives", "available", "limit", "help", "cost_per_hour", "overnight")
RESIDENT_KEYS = ("share", "own_time", "phone")

KEYS: Mapping[str, tuple[str, ...]] = {
    "": (
        "kinrota", "name", "timezone", "grid", "places", "journeys", "vehicles", "adults", "children", "calendars",
        "accounts", "network", "rotas", "slack", "attendance", "illness", "routines", "chores", "protected",
        "occasions", "together", "pauses", "releases", "limits", "promises", "ledger", "weights", "stages", "feeds",
        "published",
    ),
    "places.*": ("match",),
    "journeys": ("between", "from", "to", *MODES),
    "vehicles.*": ("seats", "drivers"),
    "adults.*": ("name", "addresses", "modes", "can", "helper", "sleep", *RESIDENT_KEYS, *HELPER_KEYS),
    "adults.*.sleep": ("hours", "night", "after_night_shift", "by_day"),
    "adults.*.own_time": ("per_week", "block"),
    "adults.*.limit": ("per_week",),
    "children.*": ("name", "born", "stage", "sleep", "nap", "may_be_carried"),
    "calendars.*": (
        "source", "of", "means", "child", "children", "closes", "holds", "private", "good_for", *TERMS,
    ),
    "calendars.*.holds": ("chance", "decide_by"),
    "accounts.*": ("server", "user", "also"),
    "network": ("allow", "good_for"),
    "rotas": ("id", "of", "codes", "starts", "pattern", "except", *TERMS),
    "slack": ("ready", "meet"),
    "attendance": (
        "child", "place", "days", "drop", "pick", "usual", "at_most", "late", "fetch_within", "closed", "terms",
        "escorts", "needs",
    ),
    "illness": ("child", "from", "to", "at"),
    "routines": ("id", "title", "children", "by", "days", "window", "takes", "weight", "place", "at_least", "needs"),
    "routines.by": ("any", "all", "each"),
    "chores": ("id", "title", "every", "window", "steps", "by", "while_caring"),
    "protected": ("id", "title", "days", "window", "who", "holds"),
    "occasions": ("id", "title", "on", "from", "to", "who", "place", "may_move"),
    "together": ("id", "title", "who", "per_week", "block"),
    "pauses": ("from", "to", "title"),
    "releases.*": ("care_days", "late_start", "early_leave"),
    "releases.*.late_start": ("up_to", "at_most"),
    "releases.*.early_leave": ("up_to", "at_most"),
    "limits.*": ("longest_day", "latest_return", "rest"),
    "promises": ("notice",),
    "ledger": ("weeks",),
    "weights": WEIGHTS,
    "stages.*": ("awake", "asleep", "sleep", "nap", "alone", "moves_by", "moves_up_to"),
    "stages.*.alone": ("hours", "within", "stretch"),
    "feeds.*": ("for", "of", "children", "named", "agreed", "most"),
    "published.*": ("of", "feed", "into"),
}  # fmt: skip
