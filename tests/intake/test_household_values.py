"""What the texts in a household file mean, and on which line each thing stands."""

import datetime as dt
import json
import tomllib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinrota.errors import InputError
from kinrota.intake import words
from kinrota.intake.household import read_household
from kinrota.intake.toml_lines import Lines, Path
from kinrota.model.duties import Step, Window
from kinrota.model.household import Household, Limits, Release
from kinrota.model.people import Alone, Need
from kinrota.model.time import DAY, WallSpan

SMALL = """
kinrota = 1
timezone = "Europe/Berlin"
places.school = {}

[[journeys]]
between = ["home", "school"]
car = "6m"
walk = "18m"

[adults.ana]
[children.mia]
born = 2018-09-14
"""


def household(more: str = "", text: str = SMALL) -> Household:
    return read_household(f"{text}\n{more}", "household.toml")


def test_without_a_name_a_household_is_called_by_those_who_live_there() -> None:
    assert household().title == "Ana and Mia"
    more = '[adults.oma]\nhelper = true\n[children.leo]\nname = "Leo"\nborn = 2022-05-10\n'
    assert household(more).title == "Ana, Mia and Leo"
    assert household(text=f'name = "Linden Street"\n{SMALL}').title == "Linden Street"


def refusals(more: str = "", text: str = SMALL) -> list[str]:
    with pytest.raises(InputError) as refused:
        household(more, text)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(("text", "minutes"), [("40m", 40), ("3h", 180), ("1h30m", 90), ("2d", 2880), ("70m", 70)])
def test_lengths(text: str, minutes: int) -> None:
    assert words.minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("40", "Maybe '40m'."),
        ("40 min", "Maybe '40m'."),
        ("1.5h", "Maybe '1h30m'."),
        ("1,5 h", "Maybe '1h30m'."),
        ("1:30", "Maybe '1h30m'."),
        ("2 hours 5 minutes", "Maybe '2h5m'."),
        ("a while", "Maybe '40m' or '1h30m'."),
        ("0m", ""),
        ("-5m", ""),
        ("\uff19m", "Maybe '40m' or '1h30m'."),
        ("", "Maybe '40m' or '1h30m'."),
        ("999999h", ""),
    ],
)
def test_what_is_no_length_is_refused_with_a_remedy(text: str, remedy: str) -> None:
    with pytest.raises(words.NotUnderstoodError) as refused:
        words.minutes(text)
    assert refused.value.remedy == remedy


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", {0, 1, 2, 3, 4, 5, 6}),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("sat-sun", {5, 6}),
        ("tue,thu", {1, 3}),
        ("tue, thu", {1, 3}),
        ("fri-mon", {4, 5, 6, 0}),
        ("mon-tue,sat", {0, 1, 5}),
        ("wed", {2}),
    ],
)
def test_days(text: str, days: set[int]) -> None:
    assert words.weekdays(text) == days


@pytest.mark.parametrize("text", ["", "monday", "mon-", "mon-tue-wed", "Mon", "mon;tue", 3, None])
def test_what_is_no_day_is_refused(text: object) -> None:
    with pytest.raises(words.NotUnderstoodError):
        words.weekdays(text)


def test_stretches_of_the_day() -> None:
    assert words.wall("20:30-06:30") == WallSpan(1230, 390)
    assert words.wall("18:00-24:00") == WallSpan(1080, DAY)
    assert words.window("07:30-09:30") == Window(450, 570)
    assert words.window("08:15") == Window(495, 495)


@pytest.mark.parametrize(
    "text", ["8:15", "24:00", "08:60", "0815", "08:15:00", "\u0660\u0668:\u0661\u0665", "08:15 ", 8.15]
)
def test_what_is_no_time_of_day_is_refused(text: object) -> None:
    with pytest.raises(words.NotUnderstoodError):
        words.clock(text)


def test_steps_of_chores() -> None:
    assert words.step("load 10m") == Step("load", 10, 10)
    assert words.step("wait 8h..2d") == Step("wait", 480, 2880)
    assert words.step("hang up the wash 20m") == Step("hang up the wash", 20, 20)


@pytest.mark.parametrize(
    ("value", "message", "remedy"),
    [
        ("-1 per week", "is less than never.", "Maybe '1 per week'."),
        ("-2 a month", "is less than never.", "Maybe '2 per month'."),
        ("3x weekly", "does not say how often a day or a week or a month.", "Maybe '3 per week'."),
        ("often", "does not say how often a day or a week or a month.", "Maybe '1 per day'."),
        ("0 per month", "is never.", "Maybe '1 per month'."),
        (4, "does not say how often a day or a week or a month.", "Maybe '4 per day'."),
    ],
)
def test_how_often_has_a_remedy_of_the_same_number_and_unit(value: object, message: str, remedy: str) -> None:
    with pytest.raises(words.NotUnderstoodError) as refused:
        words.often(value, "day", "week", "month")
    assert (refused.value.message, refused.value.remedy) == (message, remedy)


def test_parts_are_exact() -> None:
    assert household("[adults.ben]\nshare = 0.1").adult("ben").share == Fraction(1, 10)
    assert household('[adults.ben]\nshare = "33.3%"').adult("ben").share == Fraction(333, 1000)


@pytest.mark.parametrize("share", ["nan", "inf", "-0.1", "1.01", "true", '"half"', "1e-999999999", "9e999999999"])
def test_what_is_no_part_is_refused(share: str) -> None:
    assert any("adults.ben.share" in line for line in refusals(f"[adults.ben]\nshare = {share}"))


def test_a_number_without_end_is_refused() -> None:
    assert refusals(f"grid = {'9' * 5000}", "kinrota = 1") == [
        "household.toml: is not a text that can be read: brackets without end, or a number without end."
    ]


def test_brackets_without_end_are_refused() -> None:
    assert "without end" in refusals(f"grid = {'[' * 100_000}", "kinrota = 1")[0]


def test_what_nobody_says_has_a_meaning() -> None:
    plain = household()
    assert plain.adult("ana").name == "Ana"
    assert plain.adult("ana").modes == ("walk", "transit")
    assert plain.grid == 15
    assert [place.id for place in plain.places] == ["home", "school"]
    assert plain.unplanned == ()


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert household(text="\ufeff" + SMALL).zone == "Europe/Berlin"


def test_a_journey_one_way_leads_what_holds_for_both() -> None:
    journeys = household('[[journeys]]\nfrom = "school"\nto = "home"\ncar = "9m"').journeys
    assert (journeys.minutes("home", "school", "car"), journeys.minutes("school", "home", "car")) == (6, 9)
    assert journeys.minutes("school", "home", "walk") == 18


def test_a_single_time_is_told_from_a_window() -> None:
    text = '[[attendance]]\nchild = "mia"\nplace = "school"\ndays = "mon"\ndrop = "08:15"\npick = "13:30-16:00"'
    duty = household(text).attendance[0]
    assert (duty.single_drop, duty.single_pick) == (True, False)
    assert (duty.usual_drop, duty.usual_pick) == (8 * 60 + 15, 13 * 60 + 30)


def test_a_household_changes_single_cells_of_the_stage_table() -> None:
    stages = {stage.name: stage for stage in household('[stages."8-11"]\nalone = { within = "20m" }').stages}
    assert stages["8-11"].alone == Alone(WallSpan(7 * 60, 20 * 60), 20, 120)
    assert stages["8-11"].awake is Need.REACH
    new = household('[stages."6-7"]\nsleep = "20:00-07:00"').stages[2]
    assert new.sleeps == ((6, WallSpan(20 * 60, 7 * 60)),)


def test_overnight_at_home_and_elsewhere_are_two_things() -> None:
    def oma(overnight: str) -> Household:
        return household(f'[adults.oma]\nhelper = true\nlives = "school"\novernight = {overnight}')

    said = {text: oma(text).adult("oma") for text in ("true", '"here"', '"both"', '"there"', "false")}
    assert [adult.overnight for adult in said.values()] == [True, True, True, False, False]
    assert [adult.hosts for adult in said.values()] == [False, False, True, True, False]
    assert oma('"there"').unplanned == ()


def test_rotas_without_an_id_get_one_that_is_free() -> None:
    rota = '[[rotas]]\nof = "ana"\ncodes = { E = "06:30-14:30" }\nstarts = 2026-03-02\npattern = "E -"\n'
    assert [one.id for one in household(rota + rota).rotas] == ["rota-ana", "rota-ana-2"]


def test_what_is_not_true_is_not_unplanned() -> None:
    calendar = '[calendars.work]\nsource = "a.ics"\nof = "ana"\nmeans = "work"\nmovable = false'
    assert household(calendar).unplanned == ()


def test_where_a_helper_lives_need_not_be_listed() -> None:
    text = '[adults.oma]\nhelper = true\nlives = "oma-home"\n[[journeys]]\nbetween = ["home", "oma-home"]\ncar = "9m"'
    assert [place.id for place in household(text).places] == ["home", "oma-home", "school"]


def far_home(lives: str, listed: str = "", more: str = "") -> Household:
    """The home of a household whose file has a journey to oma-home."""
    text = SMALL.replace("places.school = {}", f"places.school = {{}}\n{listed}")
    oma = f'[adults.oma]\nhelper = true\nlives = "{lives}"\n'
    return household(f'{oma}[[journeys]]\nbetween = ["home", "oma-home"]\ncar = "9m"\n{more}', text)


@pytest.mark.parametrize("listed", ["", "places.oma-home = {}"])
def test_a_slip_in_where_somebody_lives_is_named_and_no_other_line(listed: str) -> None:
    with pytest.raises(InputError) as error:
        far_home("oma-hom", listed)
    (problem,) = error.value.problems
    assert (problem.field, problem.remedy) == ("adults.oma.lives", "Maybe 'oma-home'.")


def test_a_home_is_no_slip_where_the_place_like_it_is_for_something_else() -> None:
    opa = '[adults.opa]\nhelper = true\nlives = "opa-home"\n'
    assert far_home("oma-home", "places.oma-home = {}", opa).adult("opa").lives == "opa-home"
    school = (
        '[[rotas]]\nof = "ana"\nplace = "school"\ncodes = { E = "08:00-12:00" }\nstarts = 2026-03-02\npattern = "E"\n'
    )
    teacher = '[adults.kim]\nhelper = true\nlives = "schoolhouse"\n'
    assert far_home("oma-home", more=school + teacher).adult("kim").lives == "schoolhouse"


def test_what_no_household_has_so_many_of_is_refused_quickly() -> None:
    many = "\n".join(f"p{at} = {{}}" for at in range(20_000))
    assert refusals(f"[places]\n{many}", SMALL.replace("places.school = {}", "")) == [
        "household.toml:15: places: are more than 100; that is no household."
    ]
    assert "more than 1000 items" in refusals("[[illness]]\n" * 1001)[0]
    assert len(refusals("".join(f"x{at} = 1\n" for at in range(20_000)))) == 100


def test_a_name_may_have_any_letters() -> None:
    name = "Zo\xeb \U0001f468\u200d\U0001f467"
    assert household(f'[adults.zoe]\nname = "{name}"').adult("zoe").name == name
    assert "line break" in refusals('[adults.zoe]\nname = "Zoe\\nMaria"')[0]


def test_what_may_be_given_up_of_work() -> None:
    text = """
    [releases.ana]
    care_days = "10 per year"
    late_start = { up_to = "1h", at_most = "2 per month" }
    early_leave = { up_to = "30m" }
    """
    home = household(text)
    assert home.release("ana", "care day") == Release("ana", "care day", 0, 10, "year")
    assert home.release("ana", "late start") == Release("ana", "late start", 60, 2, "month")
    assert home.release("ana", "early leave") == Release("ana", "early leave", 30)
    assert household().release("ana", "care day") is None


def test_mistakes_come_in_the_order_of_their_lines() -> None:
    found = refusals('[slack]\nready = "soon"\nmeet = 5\n[weights]\nsplit = "1"\n[ledger]\nweeks = 99\n')
    assert [line.split(":")[2].split("=")[0].strip() for line in found] == [
        "slack.ready",
        "slack.meet",
        "weights.split",
        "ledger.weeks",
    ]


@pytest.mark.parametrize("key", ["places", "journeys", "adults", "children", "calendars", "rotas", "slack", "stages"])
@pytest.mark.parametrize("value", ["3", '"x"', "[1]", "true", "{ x = 1 }", "[[1]]", "2026-03-02"])
def test_another_kind_of_value_is_a_mistake_and_no_crash(key: str, value: str) -> None:
    assert refusals("", f'kinrota = 1\ntimezone = "UTC"\n{key} = {value}')


TRICKY = r'''
a.b."c d" = 1 # not = here
text = """
[not.a.table]
key = "no"\""""
'single' = 'x # y'
list = [ # first
  "one", # ]
  { deep = [1,
    2] },
]
[[many]]
x = 1
[[many.inner]]
y = 1
[[many]]
x = 2
[[many.inner]]
[[many.inner]]
y = 3
[ "spaced" . table ]
z = 2026-03-02 08:15:00
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a", "b", "c d"), 2),
        (("text",), 3),
        (("single",), 6),
        (("list", 0), 8),
        (("list", 1), 9),
        (("list", 1, "deep", 1), 10),
        (("many", 0, "x"), 13),
        (("many", 0, "inner", 0, "y"), 15),
        (("many", 1, "x"), 17),
        (("many", 1, "inner", 0), 18),
        (("many", 1, "inner", 1, "y"), 20),
        (("spaced", "table"), 21),
        (("spaced", "table", "z"), 22),
        (("spaced", "table", "missing"), 21),
        (("nowhere",), None),
    ],
)
def test_lines_of_a_tricky_text(path: Path, line: int | None) -> None:
    tomllib.loads(TRICKY)
    assert Lines(TRICKY).of(path) == line


def inline(value: Any) -> str:  # noqa: ANN401 - whatever TOML has
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n# comment ]\n".join(inline(item) for item in value) + "]"
    return json.dumps(value) if not isinstance(value, dt.date) else value.isoformat()


LETTERS = st.text(st.sampled_from("ab \"'#[]{}=,.\\é"), max_size=6)
VALUES = st.recursive(
    LETTERS | st.integers(-9, 9) | st.booleans() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LETTERS, inner, max_size=3),
)


@given(st.lists(VALUES, max_size=5))
def test_the_line_of_each_key_is_known_whatever_stands_before(values: list[Any]) -> None:
    text, expected = "", []
    for at, value in enumerate(values):
        expected.append(text.count("\n") + 1)
        text += f"key{at} = {inline(value)}\n"
    assert len(tomllib.loads(text)) == len(values)
    lines = Lines(text)
    assert [lines.of((f"key{at}",)) for at in range(len(values))] == expected


@given(st.text(max_size=60))
def test_no_text_whatever_makes_the_reader_crash(text: str) -> None:
    with pytest.raises(InputError):
        read_household(text, "household.toml")


def test_a_routine_is_done_by_those_who_can() -> None:
    more = """
[adults.ben]
can = ["swim"]
[[routines]]
id = "swimming"
by = { any = ["ana", "ben"] }
window = "09:00-12:00"
takes = "2h"
needs = ["swim"]
"""
    routine = household(more).routines[0]
    assert (routine.by, routine.needs) == (("ben",), ("swim",))


def test_pauses_limits_and_releases() -> None:
    more = """
[[pauses]]
from = 2026-07-27
to = 2026-08-09
[limits.ana]
latest_return = "20:00"
rest = "11h"
[releases.ana]
care_days = "10 per year"
early_leave = { up_to = "1h30m" }
"""
    read = household(more)
    assert [read.paused(dt.date(2026, month, day)) for month, day in ((7, 26), (7, 27), (8, 9), (8, 10))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert read.limits_of("ana") == Limits("ana", None, 20 * 60, 11 * 60)
    assert read.limits_of("ben") == Limits("ben")
    assert read.releases == (Release("ana", "care day", 0, 10, "year"), Release("ana", "early leave", 90))
    assert read.unplanned == ()
