"""How history.jsonl is read: strictly, line by line, the last line of the same minutes counting."""

import datetime as dt
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.errors import InputError
from kinrota.intake.folder import read
from kinrota.intake.history import read_history
from kinrota.model.history import Decline, Pin, SaidIn
from kinrota.model.time import Clock, Span
from kinrota.model.week import Week

BERLIN = Clock("Europe/Berlin")
TUESDAY = dt.date(2026, 3, 3)
HOUSEHOLD = """kinrota = 1
timezone = "Europe/Berlin"
[adults.ana]
[adults.ben]
[adults.oma]
helper = true
available = ["daily 08:00-18:00"]
[children.leo]
born = 2022-05-10
"""
CUT_OFF = "Maybe it was cut off or edited by hand; every other line stands as it is."
NOT_KNOWN = "is not one of the known words. Maybe one of"
SWAPPED = "is not after `from`. Maybe the two are swapped; an empty span is left out."
AN_INSTANT = 'Maybe write it as "2026-03-02T07:30:00+01:00".'
A_WISH = 'Maybe "removed", "changed", or "moved", with wish_from and wish_to beside it.'
NO_INSTANT = 'is not a whole minute with an offset. Maybe write it as "2026-03-02T07:30:00+01:00".'
AT = "2026-03-01T20:00:00+01:00"


def at(time: str, day: dt.date = TUESDAY) -> int:
    return BERLIN.at(day, int(time[:2]) * 60 + int(time[3:]))


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


def stretch(start: str, end: str) -> dict[str, str]:
    return {"from": BERLIN.iso(at(start)), "to": BERLIN.iso(at(end))}


def pin(start: str, end: str, met_by: str | None, child: str = "leo") -> str:
    return json.dumps({"kind": "pin", "at": AT, "child": child, **stretch(start, end), "met_by": met_by})


def answer(start: str, end: str, said: str, helper: str = "oma") -> str:
    return json.dumps({"kind": "answer", "at": AT, "helper": helper, **stretch(start, end), "answer": said})


def declined(start: str, end: str, adult: str = "ana", child: str = "leo") -> str:
    return json.dumps({"kind": "declined", "at": AT, "adult": adult, "child": child, **stretch(start, end)})


def proposal(start: str, end: str, wish: str = "removed", person: str = "ana", what: str = "own:ana") -> str:
    line = {"kind": "proposal", "at": AT, "person": person, "what": what, "title": "Load", **stretch(start, end)}
    return json.dumps({**line, "wish": wish})


def told(week: Week) -> list[str]:
    """What is settled, and what was declined: 12:00-14:00 leo ben, 15:00-18:00 leo not ana, and by which line."""
    clock = BERLIN.text
    found = [(pin.span, f"{pin.child} {pin.met_by}", pin.source) for pin in week.pins]
    found += [(no.span, f"{no.child} not {no.adult}", no.source) for no in week.declined]
    return [
        f"{clock(time.start)}-{clock(time.end)} {who} {source.removeprefix('history.jsonl:')}"
        for time, who, source in sorted(found)
    ]


def week_with(folder: Path, *lines: str) -> Week:
    (folder / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    (folder / "history.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read(folder, start=TUESDAY, days=1, read_at="2026-03-01T12:00:00+00:00")


def refused(*lines: str) -> list[str]:
    with pytest.raises(InputError) as error:
        read_history("\n".join(lines).encode())
    return [str(problem) for problem in error.value.problems]


def test_a_household_without_a_history_has_none(tmp_path: Path) -> None:
    (tmp_path / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    week = read(tmp_path, start=TUESDAY, days=1)
    assert (week.pins, week.history.accepted, week.history.done) == ((), (), ())


def test_pins_are_those_of_these_days_and_name_their_line(tmp_path: Path) -> None:
    week = week_with(tmp_path, pin("12:00", "14:00", "ben"), "", pin("15:00", "16:00", "oma"))
    assert week.pins == (
        Pin("leo", span("12:00", "14:00"), "ben", "history.jsonl:1"),
        Pin("leo", span("15:00", "16:00"), "oma", "history.jsonl:3"),
    )


def test_a_later_pin_takes_the_minutes_that_both_speak_of(tmp_path: Path) -> None:
    week = week_with(tmp_path, pin("12:00", "16:00", "ben"), pin("13:00", "14:00", "ana"), pin("15:00", "17:00", None))
    assert [(pin.span, pin.met_by) for pin in week.pins] == [
        (span("12:00", "13:00"), "ben"),
        (span("13:00", "14:00"), "ana"),
        (span("14:00", "15:00"), "ben"),
    ]


def test_what_was_declined_is_of_these_days_and_names_its_line(tmp_path: Path) -> None:
    week = week_with(tmp_path, "", declined("15:00", "18:00"), declined("17:00", "19:00", "oma"))
    assert week.declined == (
        Decline("leo", "ana", span("15:00", "18:00"), "history.jsonl:2"),
        Decline("leo", "oma", span("17:00", "19:00"), "history.jsonl:3"),
    )
    assert replace(week, horizon=span("16:00", "17:00")).declined == (
        Decline("leo", "ana", span("16:00", "17:00"), "history.jsonl:2"),
    )


@pytest.mark.parametrize(
    ("lines", "counts"),
    [
        (
            (declined("12:00", "16:00"), declined("14:00", "18:00")),
            ["12:00-14:00 leo not ana 1", "14:00-18:00 leo not ana 2"],
        ),
        (
            (declined("12:00", "16:00"), declined("14:00", "18:00", "ben")),
            ["12:00-16:00 leo not ana 1", "14:00-18:00 leo not ben 2"],
        ),
        (
            (declined("12:00", "18:00"), declined("12:00", "18:00", "ben"), pin("14:00", "15:00", "oma")),
            [
                *("12:00-14:00 leo not ana 1", "12:00-14:00 leo not ben 2", "14:00-15:00 leo oma 3"),
                *("15:00-18:00 leo not ana 1", "15:00-18:00 leo not ben 2"),
            ],
        ),
        ((declined("12:00", "18:00"), pin("14:00", "18:00", None)), ["12:00-14:00 leo not ana 1"]),
        (
            (pin("12:00", "18:00", "ana"), declined("14:00", "15:00")),
            ["12:00-14:00 leo ana 1", "14:00-15:00 leo not ana 2", "15:00-18:00 leo ana 1"],
        ),
        (
            (pin("12:00", "18:00", "ben"), declined("14:00", "15:00")),
            ["12:00-18:00 leo ben 1", "14:00-15:00 leo not ana 2"],
        ),
        (
            (pin("12:00", "18:00", "ben"), pin("12:00", "18:00", "ana"), declined("12:00", "18:00")),
            ["12:00-18:00 leo not ana 3"],
        ),
        ((declined("12:00", "18:00"), pin("12:00", "18:00", "ana")), ["12:00-18:00 leo ana 2"]),
    ],
    ids=[
        "the same adult again", "another adult", "a pin between", "taken back", "a pin cut", "a pin of another",
        "what was before the pin stays gone", "thought better of",
    ],
)  # fmt: skip
def test_of_pins_and_declines_the_last_word_counts(tmp_path: Path, lines: tuple[str, ...], counts: list[str]) -> None:
    assert told(week_with(tmp_path, *lines)) == counts


def said_in(event: str, version: str, *lines: str) -> tuple[str, ...]:
    where = {"calendar": "ana", "event": event, "version": version}
    return tuple(json.dumps({**json.loads(line), "said_in": where}) for line in lines)


def on_way(line: str) -> str:
    return json.dumps({**json.loads(line), "place": "home", "to_place": "school"})


def taken_back(line: str) -> str:
    return json.dumps({**json.loads(line), "open": True})


@pytest.mark.parametrize(
    "before",
    [
        (),
        (pin("12:00", "18:00", "ben"),),
        (pin("12:00", "18:00", "ana"),),
        (declined("12:00", "18:00", "ben"),),
        (on_way(declined("10:00", "16:00")),),
        said_in("other", "1", declined("12:00", "18:00")),
        said_in("other", "1", pin("12:00", "18:00", "ben"), declined("10:00", "11:00", "ben")),
    ],
    ids=["nothing", "a pin of another", "an own pin", "another's no", "an own way", "an own no elsewhere", "an edit"],
)
@pytest.mark.parametrize(
    "lines",
    [
        (declined("13:00", "15:00", "oma"), taken_back(declined("13:00", "15:00", "oma"))),
        (on_way(declined("13:00", "15:00", "oma")), taken_back(on_way(declined("13:00", "15:00", "oma")))),
        (*said_in("x", "1", declined("13:00", "15:00")), *said_in("x", "2", pin("13:00", "15:00", None))),
        (*said_in("x", "1", pin("13:00", "15:00", "ana")), *said_in("x", "2", pin("13:00", "15:00", None))),
        (
            *said_in("x", "1", pin("13:00", "15:00", "ana"), declined("15:00", "16:00")),
            *said_in("x", "2", pin("15:00", "17:00", "ana"), pin("13:00", "15:00", None)),
            *said_in("x", "3", declined("15:00", "16:00")),
            *said_in("x", "3-gone", pin("13:00", "17:00", None)),
        ),
    ],
    ids=["a no", "a no to a way", "a no of an event", "an event moved", "an event moved twice and taken out"],
)
def test_what_is_taken_back_leaves_what_was_before(
    tmp_path: Path, before: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    week = week_with(tmp_path, *before, *lines)
    assert (told(week), week.declined) == (told(week_with(tmp_path, *before)), week_with(tmp_path, *before).declined)


def test_an_event_takes_back_only_what_was_said_in_it(tmp_path: Path) -> None:
    back = said_in("x", "2", pin("12:00", "18:00", None), answer("09:00", "18:00", "open"))
    lines = (declined("12:00", "13:00"), declined("13:00", "14:00", "ben"), pin("14:00", "15:00", "oma"))
    week = week_with(tmp_path, *lines, answer("09:00", "10:00", "no"), *back)
    assert told(week) == ["12:00-13:00 leo not ana 1", "13:00-14:00 leo not ben 2", "14:00-15:00 leo oma 3"]
    assert week.history.answered("oma", yes=False) == (span("09:00", "10:00"),)


def test_by_hand_every_such_no_is_taken_back_and_what_it_took_the_place_of_stands(tmp_path: Path) -> None:
    lines = (pin("12:00", "14:00", "ana"), *said_in("x", "1", declined("12:00", "18:00")), declined("13:00", "15:00"))
    week = week_with(tmp_path, *lines, taken_back(declined("13:00", "14:00")))
    assert told(week) == [
        "12:00-13:00 leo not ana 2", "13:00-14:00 leo ana 1", "14:00-15:00 leo not ana 3", "15:00-18:00 leo not ana 2",
    ]  # fmt: skip


def test_by_hand_all_that_was_said_is_taken_back(tmp_path: Path) -> None:
    said = said_in("x", "1", declined("12:00", "18:00"), answer("09:00", "12:00", "no"))
    week = week_with(tmp_path, *said, pin("12:00", "18:00", None), answer("10:00", "12:00", "open"))
    assert told(week) == []
    assert week.history.answered("oma", yes=False) == (span("09:00", "10:00"),)


def test_a_no_to_a_way_counts_where_there_is_none_to_all_of_the_time(tmp_path: Path) -> None:
    """Whichever was said first; when the no to all of the time is taken back the way is declined as before."""
    way, whole = on_way(declined("10:00", "16:00")), declined("12:00", "14:00")
    for lines in ((way, whole), (whole, way)):
        week = week_with(tmp_path, *lines)
        assert [(no.span, bool(no.way)) for no in week.declined] == [
            (span("10:00", "12:00"), True), (span("12:00", "14:00"), False), (span("14:00", "16:00"), True),
        ]  # fmt: skip
        (left,) = week_with(tmp_path, *lines, taken_back(whole)).declined
        assert (left.span, left.way) == (span("10:00", "16:00"), ("home", "school"))


def test_of_wishes_for_the_same_the_last_is_open(tmp_path: Path) -> None:
    week = week_with(
        tmp_path,
        proposal("12:00", "13:00"),
        proposal("09:00", "10:00"),
        proposal("12:00", "13:00", "changed"),
        proposal("12:00", "13:00", person="ben"),
        proposal("12:00", "13:00", what="care"),
    )
    assert [(one.line, one.wish) for one in week.history.open_proposals(week.horizon)] == [
        (2, "removed"), (3, "changed"), (4, "removed"), (5, "removed"),
    ]  # fmt: skip
    assert week.history.open_proposals(span("09:30", "12:00")) == (week.history.proposals[1],)


def test_what_was_taken_over_is_known_of_those_who_are_gone_too(tmp_path: Path) -> None:
    where = {"calendar": "kim", "event": "1@example.org", "version": "9f2e"}
    gone, stays = (
        json.dumps({**json.loads(declined("12:00", "13:00", who)), "said_in": where}) for who in ("kim", "ana")
    )
    left_out, read_in = (week_with(tmp_path, line).history for line in (gone, stays))
    assert left_out.said == read_in.said == frozenset({SaidIn(**where)})
    assert (left_out.declines, read_in.declines[0].said_in) == ((), SaidIn(**where))


def test_what_a_helper_declined_is_not_offered_and_what_it_accepted_is_known(tmp_path: Path) -> None:
    week = week_with(
        tmp_path, answer("09:00", "12:00", "no"), answer("11:00", "13:00", "yes"), answer("17:00", "20:00", "no")
    )
    assert week.available == (("oma", span("08:00", "09:00")), ("oma", span("11:00", "17:00")))
    assert week.history.answered("oma", yes=True) == (span("11:00", "13:00"),)


def test_who_is_not_of_the_household_is_noted_where_it_counts(tmp_path: Path) -> None:
    old = json.dumps({**json.loads(pin("12:00", "14:00", "kim")), "from": AT, "to": "2026-03-01T21:00:00+01:00"})
    week = week_with(tmp_path, pin("12:00", "14:00", "bne"), old, pin("12:00", "14:00", "ben", "lea"))
    assert [note.sentence for note in week.notes if note.kind == "history-unknown"] == [
        "history.jsonl, line 1: bne is no adult of this household, so it is left out. Maybe 'ben'.",
        "history.jsonl, line 3: lea is no child of this household, so it is left out. Maybe 'leo'.",
    ]
    assert week.pins == ()


def test_declines_and_wishes_of_nobody_are_noted(tmp_path: Path) -> None:
    week = week_with(
        tmp_path, declined("12:00", "14:00", "bne"), declined("12:00", "14:00", "ben", "lea"),
        proposal("12:00", "14:00", person="aan"), proposal("12:00", "14:00", person="leo"),
    )  # fmt: skip
    assert [note.sentence for note in week.notes if note.kind == "history-unknown"] == [
        "history.jsonl, line 1: bne is no adult of this household, so it is left out. Maybe 'ben'.",
        "history.jsonl, line 2: lea is no child of this household, so it is left out. Maybe 'leo'.",
        "history.jsonl, line 3: aan is no adult or child of this household, so it is left out. Maybe 'ana'.",
    ]
    assert (week.declined, [one.line for one in week.history.proposals]) == ((), [4])


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("own:anna", "Maybe 'own:ana'."),
        ("routine:bedtime", "Maybe what it is about was taken out of the household since."),
        ("nothing", "Maybe what it is about was taken out of the household since."),
    ],
)
def test_a_wish_about_what_no_plan_has_is_kept_and_noted(tmp_path: Path, what: str, said: str) -> None:
    over = json.dumps(
        {**json.loads(proposal("12:00", "14:00", what=what)), "from": AT, "to": stretch("00:00", "01:00")["from"]}
    )
    week = week_with(tmp_path, proposal("09:00", "10:00", what="care"), proposal("12:00", "14:00", what=what), over)
    assert [note.sentence for note in week.notes if note.kind == "history-unknown"] == [
        f"history.jsonl, line 2: the wish is about {what}, which no plan of this household has. {said}"
    ]
    assert len(week.history.open_proposals(week.horizon)) == 2


def test_what_the_household_names_can_be_wished_for(tmp_path: Path) -> None:
    (tmp_path / "household.toml").write_text(
        f'{HOUSEHOLD}[[chores]]\nid = "wash"\nevery = "1 per day"\nwindow = "08:00-10:00"\n'
        'steps = ["load 10m"]\nby = ["ana"]\n',
        encoding="utf-8",
    )
    (tmp_path / "history.jsonl").write_text(proposal("12:00", "13:00", what="chore:wash#1/load"), encoding="utf-8")
    week = read(tmp_path, start=TUESDAY, days=1)
    assert [note for note in week.notes if note.kind == "history-unknown"] == []


def test_a_resident_answers_no_asks(tmp_path: Path) -> None:
    week = week_with(tmp_path, answer("09:00", "12:00", "no", "ana"))
    assert [note.sentence for note in week.notes if note.kind == "history-unknown"] == [
        "history.jsonl, line 1: ana is no helper of this household, so it is left out."
    ]


def test_what_was_accepted_and_done_is_read() -> None:
    promise = {"person": "leo", "role": "child", **stretch("12:00", "14:00"), "what": "care", "people": ["ben"]}
    accepted = {"kind": "accepted", "at": AT, "plan": "9f2e", **stretch("00:00", "20:00"), "promises": [promise]}
    done = {"kind": "done", "at": AT, "on": "2026-03-02", "adult": "ana", "minutes": 300}
    lines = [json.dumps({**accepted, "loads": {"2026-03-03": {"ana": 45}}}), json.dumps(done)]
    history = read_history("\n".join(lines).encode())
    assert history.accepted[0].load(TUESDAY, "ana") == 45
    assert history.accepted[0].load(TUESDAY, "ben") is None
    assert (history.accepted[0].promises[0].people, history.accepted[0].at) == (("ben",), BERLIN.at(TUESDAY, -1680))
    assert (history.done[0].on, history.done[0].minutes) == (dt.date(2026, 3, 2), 300)


def test_what_was_promised_for_days_that_are_over_is_left_aside() -> None:
    promise = {"person": "leo", "role": "child", **stretch("12:00", "14:00"), "what": "care", "people": ["ben"]}
    accepted = {"kind": "accepted", "at": AT, "plan": "9f2e", **stretch("00:00", "20:00"), "promises": [promise]}
    data = json.dumps({**accepted, "loads": {"2026-03-03": {"ana": 45}}}).encode()
    assert [len(read_history(data, since).accepted[0].promises) for since in (0, at("19:59"), at("20:00"))] == [1, 1, 0]
    assert read_history(data, at("20:00")).accepted[0].load(TUESDAY, "ana") == 45


def test_every_mistake_is_named_at_once_with_its_line() -> None:
    assert refused(
        '{"kind": "pin"',
        '{"kind": "pni"}',
        pin("14:00", "12:00", "ben").replace("leo", "leo").replace("child", "cihld"),
        '{"kind": "done", "at": "2026-03-01T20:00:00+01:00", "on": "3 March", "adult": "ana", "minutes": 9999}',
        '["pin"]',
        answer("12:00", "14:00", "maybe"),
        '{"kind": "pin", "at": "yesterday", "child": "leo", "from": 1, "to": "2026-03-03T12:00:00+01:00"}',
        declined("14:00", "12:00").replace('"ana"', "null"),
        proposal("12:00", "14:00", "moved"),
        proposal("12:00", "14:00").replace('"wish"', '"wish_to": 1, "said_in": {"calender": "ana"}, "wish"'),
    ) == [
        f"history.jsonl:1: is not JSON: Expecting ',' delimiter. {CUT_OFF}",
        f'history.jsonl:2: kind = "pni": {NOT_KNOWN} "accepted", "answer", "pin", "declined", "proposal", "done".',
        "history.jsonl:3: cihld = \"leo\": is not a key that kinrota knows here. Maybe 'child'.",
        "history.jsonl:3: child: is missing. Maybe it should be a text.",
        f'history.jsonl:3: to = "2026-03-03T12:00:00+01:00": {SWAPPED}',
        'history.jsonl:4: on = "3 March": is no date. Maybe write it as "2026-03-02".',
        "history.jsonl:4: minutes = 9999: is not between 0 and 1500, the minutes of a date.",
        f"history.jsonl:5: holds no JSON object. {CUT_OFF}",
        f'history.jsonl:6: answer = "maybe": {NOT_KNOWN} "yes", "no", "open".',
        f'history.jsonl:7: at = "yesterday": {NO_INSTANT}',
        "history.jsonl:7: met_by: is missing. Maybe the id of an adult; null takes a pin back.",
        f"history.jsonl:7: from = 1: {NO_INSTANT}",
        "history.jsonl:8: adult = null: is not a text. Maybe it should be a text.",
        f'history.jsonl:8: to = "2026-03-03T12:00:00+01:00": {SWAPPED}',
        f"history.jsonl:9: wish_from: is missing. {AN_INSTANT}",
        f"history.jsonl:9: wish_to: is missing. {AN_INSTANT}",
        'history.jsonl:10: wish_to = 1: stands only beside "wish": "moved". Maybe leave it out.',
        "history.jsonl:10: said_in.calender = \"ana\": is not a key that kinrota knows here. Maybe 'calendar'.",
        "history.jsonl:10: said_in.calendar: is missing. Maybe it should be a text.",
        "history.jsonl:10: said_in.event: is missing. Maybe it should be a text.",
        "history.jsonl:10: said_in.version: is missing. Maybe it should be a text.",
    ]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ('"mved"', "= \"mved\": is no wish that kinrota knows. Maybe 'moved'."),
        ('"routine:bed"', f'= "routine:bed": is no wish that kinrota knows. {A_WISH}'),
        ("5", f"= 5: is no wish that kinrota knows. {A_WISH}"),
        ("null", f"= null: is no wish that kinrota knows. {A_WISH}"),
        ('["moved"]', f'= ["moved"]: is no wish that kinrota knows. {A_WISH}'),
    ],
)
def test_a_wrong_wish_is_one_mistake(wish: str, said: str) -> None:
    assert refused(proposal("12:00", "14:00").replace('"removed"', wish)) == [f"history.jsonl:1: wish {said}"]
    assert refused(proposal("12:00", "14:00").replace(', "wish": "removed"', "")) == [
        f"history.jsonl:1: wish: is missing. {A_WISH}"
    ]


def test_no_text_is_no_instant() -> None:
    assert refused(proposal("12:00", "14:00").replace(AT, "")) == [f'history.jsonl:1: at = "": {NO_INSTANT}']


def test_a_line_that_is_not_utf_8_is_named() -> None:
    with pytest.raises(InputError) as error:
        read_history(b'{}\n\xff\xfe{"kind": "pin"}')
    assert [problem.line for problem in error.value.problems] == [1, 2]


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    (tmp_path / "history.jsonl").mkdir()
    with pytest.raises(InputError) as error:
        read(tmp_path, start=TUESDAY, days=1)
    assert [str(problem) for problem in error.value.problems] == ["history.jsonl: cannot be opened: is a directory."]


def test_mistakes_and_unknown_people_are_told_at_once(tmp_path: Path) -> None:
    old = json.dumps({**json.loads(pin("12:00", "14:00", "kim")), "from": AT, "to": "2026-03-01T21:00:00+01:00"})
    with pytest.raises(InputError) as error:
        week_with(
            tmp_path,
            answer("09:00", "12:00", "no", "omma"),
            answer("12:00", "14:00", "maybe"),
            pin("12:00", "14:00", "bne"),
            old,
            pin("12:00", "14:00", None, "lea"),
        )
    left_out = "of this household, so it is left out."
    assert [str(problem) for problem in error.value.problems] == [
        f"history.jsonl:1: helper = \"omma\": is no helper {left_out} Maybe 'oma'.",
        f'history.jsonl:2: answer = "maybe": {NOT_KNOWN} "yes", "no", "open".',
        f"history.jsonl:3: met_by = \"bne\": is no adult {left_out} Maybe 'ben'.",
        f"history.jsonl:5: child = \"lea\": is no child {left_out} Maybe 'leo'.",
    ]
