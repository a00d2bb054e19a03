import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kinrota.errors import InputError
from kinrota.model.history import Decline
from kinrota.model.people import Need
from kinrota.model.plan import (
    LEVELS,
    AdultSpan,
    Ask,
    ChildSpan,
    Effort,
    Finding,
    Gap,
    Level,
    Load,
    Miss,
    Plan,
    PlanInput,
)
from kinrota.model.plan_json import from_json, to_json
from kinrota.model.time import Clock, Span, instant_of

SCHEMA = Path(__file__).resolve().parents[2] / "src/kinrota/schemas/plan.json"
CLOCK = Clock("Europe/Berlin")
MORNING = instant_of("2026-03-02T00:00:00+01:00")
DAY = Span(MORNING, MORNING + 24 * 60)


def part(start: int, end: int) -> Span:
    return Span(MORNING + start, MORNING + end)


@pytest.fixture
def plan() -> Plan:
    """A day with one of everything that a plan can hold."""
    return Plan(
        household="a" * 64,
        inputs=(
            PlanInput("ana-rota", "b" * 64, "2026-03-01T18:00:00+01:00", stale=True),
            PlanInput(
                "ben-jobs", "c" * 64, "2026-03-01T18:00:00+01:00", stale=True, because="Nobody answered.", unknown=True
            ),
        ),
        zone="Europe/Berlin",
        horizon=DAY,
        status="feasible",
        levels=tuple(Level(name, Fraction(7, 3), None if name == "strain" else Fraction(2)) for name in LEVELS),
        children={
            "leo": (
                ChildSpan(part(0, 480), "home", Need.WATCH, "care", "ana"),
                ChildSpan(part(480, 490), "home", Need.WATCH, "escort", "ana", None, "nursery", "bike"),
                ChildSpan(part(490, 900), "nursery", Need.NONE, "attendance", "nursery"),
                ChildSpan(part(900, 960), "home", Need.REACH, "alone", "self", "ana"),
                ChildSpan(part(960, 1000), None, Need.NONE, "custody", "custody"),
                ChildSpan(part(1000, 1440), "home", Need.NEAR, "gap", None),
            )
        },
        adults={
            "ana": (
                AdultSpan(part(0, 480), "care", "home"),
                AdultSpan(part(480, 490), "travel", "home", "nursery", "bike", None, ("leo",)),
                AdultSpan(part(490, 520), "travel", "nursery", "office", "car", "van"),
                AdultSpan(part(520, 1000), "work", "office", event="rota#2026-03-02", tentative=True),
                AdultSpan(part(1000, 1440), "unknown", None),
            )
        },
        gaps=(Gap("leo", part(1000, 1440), Need.NEAR, "Ana's calendar could not be read. “Ü”"),),
        misses=(Miss("club:swim", "2026-03-02", "strain", Fraction(5, 2), "Nobody is free."),),
        findings=(
            Finding("stale-calendar", "Ana's calendar is stale.", "ana", "", part(1000, 1440)),
            Finding("note", "A sentence."),
        ),
        to_ask=(
            Ask("oma", part(900, 1000)),
            Ask("", part(520, 550), "ana", "late start", "rota#2026-03-02"),
        ),
        declined=(
            Decline("leo", "ana", part(900, 960), "history.jsonl:1"),
            Decline("leo", "ana", part(480, 500), "history.jsonl:2", ("home", "nursery")),
        ),
        loads={"ana": Load(2410, Fraction(1, 3), 120)},
        effort=Effort(0.84, 2, 7),
    )


def changed(plan: Plan, change: Callable[[Any], object]) -> str:
    record = json.loads(to_json(plan, CLOCK))
    change(record)
    return json.dumps(record)


def problem(plan: Plan, change: Callable[[Any], object]) -> str:
    with pytest.raises(InputError) as caught:
        from_json(changed(plan, change), "plan.json")
    (only,) = caught.value.problems
    return str(only)


def test_a_plan_comes_back_as_it_was_written_up_to_four_decimals(plan: Plan) -> None:
    text = to_json(plan, CLOCK)
    back = from_json(text, "plan.json")
    assert back.children == plan.children
    assert back.adults == plan.adults
    assert (back.gaps, back.misses, back.findings, back.to_ask) == (plan.gaps, plan.misses, plan.findings, plan.to_ask)
    assert back.level("gap") == Level("gap", Fraction("2.3333"), Fraction(2))
    assert back.loads["ana"] == Load(2410, Fraction("0.3333"), 120)
    assert to_json(back, CLOCK) == text


def test_what_is_written_fits_the_schema(plan: Plan) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(to_json(plan, CLOCK)))


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.pop("gaps"),
        lambda record: record["children"]["leo"][0].update(need="love"),
        lambda record: record["adults"]["ana"][0].update({"from": "2026-03-02"}),
        lambda record: record["levels"][0].update(name="fun"),
        lambda record: record["declined"][-1].pop("to_place"),
        lambda record: record["declined"][-1].pop("place"),
    ],
)
def test_the_schema_and_the_reader_refuse_alike(plan: Plan, change: Callable[[Any], object]) -> None:
    text = changed(plan, change)
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert not validator.is_valid(json.loads(text))
    with pytest.raises(InputError):
        from_json(text, "plan.json")


def test_the_keys_stand_in_the_order_of_the_reference(plan: Plan) -> None:
    record = json.loads(to_json(plan, CLOCK))
    assert " ".join(record) == (
        "kinrota_plan household inputs timezone from to status levels children adults gaps misses outcomes pins "
        "declined findings to_ask loads solver"
    )
    assert list(record["children"]["leo"][1]) == ["from", "to", "place", "need", "met_by", "as", "to_place", "mode"]
    assert list(record["adults"]["ana"][1]) == ["from", "to", "doing", "place", "to_place", "mode", "with"]


def test_work_to_give_up_names_the_adult_and_the_work(plan: Plan) -> None:
    ask = json.loads(to_json(plan, CLOCK))["to_ask"][1]
    assert list(ask) == ["adult", "from", "to", "release", "event"]
    assert (ask["adult"], ask["release"], ask["event"]) == ("ana", "late start", "rota#2026-03-02")


def test_optional_keys_are_left_out_and_nulls_that_speak_stay(plan: Plan) -> None:
    record = json.loads(to_json(plan, CLOCK))
    assert list(record["children"]["leo"][0]) == ["from", "to", "place", "need", "met_by", "as"]
    assert record["children"]["leo"][5]["met_by"] is None
    assert record["adults"]["ana"][4] == {
        "from": "2026-03-02T16:40:00+01:00", "to": "2026-03-03T00:00:00+01:00", "doing": "unknown", "place": None,
    }  # fmt: skip
    assert record["adults"]["ana"][2]["with"] == []
    assert "who" not in record["findings"][1]


def test_a_span_has_a_line_of_its_own(plan: Plan) -> None:
    lines = [line for line in to_json(plan, CLOCK).splitlines() if '"doing"' in line]
    assert len(lines) == 5
    assert lines[0].startswith(
        '   {"from": "2026-03-02T00:00:00+01:00", "to": "2026-03-02T08:00:00+01:00", "doing": "care"'
    )


def test_keys_of_other_programs_are_left_aside(plan: Plan) -> None:
    def add(record: dict[str, Any]) -> None:
        record["made_by"] = {"name": "another"}
        record["children"]["leo"][0]["mood"] = "good"

    assert from_json(changed(plan, add), "plan.json").children == plan.children


def test_what_only_kinrota_needs_may_be_missing(plan: Plan) -> None:
    def strip(record: dict[str, Any]) -> None:
        for key in ("inputs", "misses", "outcomes", "pins", "declined", "findings", "to_ask", "loads", "solver"):
            del record[key]
        del record["levels"][0]["bound"]
        del record["adults"]["ana"][1]["with"]

    back = from_json(changed(plan, strip), "plan.json")
    assert back.effort == Effort(0.0, 1, 0)
    assert back.levels[0].bound is None
    assert back.loads == {}


def test_every_offset_and_the_short_forms_of_an_instant_are_read(plan: Plan) -> None:
    def shift(record: dict[str, Any]) -> None:
        record["from"], record["to"] = "2026-03-01T23:00Z", "2026-03-03T01:00:00+02:00"

    assert from_json(changed(plan, shift), "plan.json").horizon == DAY


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda r: r.update(kinrota_plan=2),
            "plan.json: kinrota_plan = 2: is not a version of plan.json that is known here. Maybe it should be 1.",
        ),
        (lambda r: r.pop("household"), "plan.json: household: is missing. Maybe it should be a text."),
        (
            lambda r: r.update(timezone="Europe/Nowhere"),
            'plan.json: timezone = "Europe/Nowhere": is not a time zone. Maybe a name such as "Europe/Berlin".',
        ),
        (
            lambda r: r["children"]["leo"][1].update({"to": r["children"]["leo"][1]["from"]}),
            (
                'plan.json: children.leo[1].to = "2026-03-02T08:00:00+01:00": is not after `from`. '
                "Maybe the two are swapped; an empty span is left out."
            ),
        ),
        (
            lambda r: r["children"]["leo"][0].update(need="love"),
            (
                'plan.json: children.leo[0].need = "love": is not one of the known words. '
                'Maybe one of "watch", "near", "reach", "none".'
            ),
        ),
        (
            lambda r: r["adults"]["ana"][3].update({"from": "2026-03-02T08:40:30+01:00"}),
            (
                'plan.json: adults.ana[3].from = "2026-03-02T08:40:30+01:00": is not a whole minute with an offset. '
                'Maybe write it as "2026-03-02T07:30:00+01:00".'
            ),
        ),
        (
            lambda r: r["adults"]["ana"][3].update({"from": "0001-01-01T00:00:00+00:00"}),
            (
                'plan.json: adults.ana[3].from = "0001-01-01T00:00:00+00:00": is not a whole minute with an offset. '
                'Maybe write it as "2026-03-02T07:30:00+01:00".'
            ),
        ),
        (
            lambda r: r["loads"]["ana"].update(minutes=True),
            "plan.json: loads.ana.minutes = true: is not a whole number. Maybe it should be a whole number.",
        ),
        (
            lambda r: r["children"]["leo"].append("gap"),
            "plan.json: children.leo = " + "…",
        ),
        (
            lambda r: r["declined"][1].pop("to_place"),
            "plan.json: declined[1].to_place: is missing. Maybe where the way begins and ends; or neither of the two.",
        ),
        (lambda r: r.update(adults=[]), "plan.json: adults = []: is not an object. Maybe it should be an object."),
        (
            lambda r: r["adults"]["ana"][1].update({"with": "leo"}),
            'plan.json: adults.ana[1].with = "leo": is not a list of texts. Maybe it should be a list of texts.',
        ),
    ],
)
def test_what_is_malformed_is_named_with_its_place_and_a_remedy(
    plan: Plan, change: Callable[[Any], object], message: str
) -> None:
    found = problem(plan, change)
    assert found.startswith(message[:-1]) if message.endswith("…") else found == message


def test_every_mistake_is_named_at_once(plan: Plan) -> None:
    def spoil(record: dict[str, Any]) -> None:
        record["status"] = "perfect"
        record["gaps"][0]["child"] = 7
        record["misses"][0]["cost"] = "much"

    with pytest.raises(InputError) as caught:
        from_json(changed(plan, spoil), "plan.json")
    assert [one.field for one in caught.value.problems] == ["status", "gaps[0].child", "misses[0].cost"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "plan.json:1: is not JSON: Expecting value. Maybe the file was cut off or edited by hand."),
        ("{\n\n", "plan.json:3: is not JSON: Expecting property name"),
        ("[]", "plan.json: holds no JSON object. Maybe it is another file."),
        ('{"kinrota_plan": NaN}', "plan.json: is not JSON: NaN is no number in JSON"),
        ('{"kinrota_plan": 1e999}', "plan.json: is not JSON: 1e999 is no number in JSON"),
        ('{"a": 1, "a": 2}', 'plan.json: is not JSON: "a" is given twice in one object'),
        ("[" * 100_000, "plan.json: is not JSON: "),
        ('{"a": ' + "9" * 5000 + "}", "plan.json: is not JSON: "),
    ],
)
def test_what_is_no_json_is_said_in_one_message(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(text, "plan.json")
    assert str(caught.value).startswith(message)


def test_a_byte_order_mark_does_no_harm(plan: Plan) -> None:
    assert from_json("\ufeff" + to_json(plan, CLOCK), "plan.json").zone == "Europe/Berlin"
