"""Why a gap is a gap: who is at home is not said to be out, and work that may not happen is said to be unsure."""

from kinrota.model.plan import AdultSpan
from kinrota.model.time import Span
from kinrota.solve.because import as_known, because
from kinrota.testing import week_of

WEEK = week_of(
    """
    adult maria walk
    adult jonas walk
    helper ingrid
    child emil 2026-01-02
    way home depot walk 20
    way home school walk 12
    attends emil school 09:00 15:00
    available ingrid mon 13:00 mon 18:00
    """
)


def at(text: str) -> int:
    hours, minutes = text.split(":")
    return WEEK.horizon.start + int(hours) * 60 + int(minutes)


def spans(text: str) -> tuple[AdultSpan, ...]:
    """`07:00 work depot?` and so on, each until the next; `?` is work that may not happen."""
    lines = [part.split() for part in text.split(";")]
    ends = [*(line[0] for line in lines[1:]), "24:00"]
    return tuple(
        AdultSpan(
            Span(at(line[0]), at(end)),
            line[1],
            line[2].rstrip("?") if line[2:] else None,
            line[3] if line[3:] else None,
            tentative=line[-1].endswith("?"),
        )
        for line, end in zip(lines, ends, strict=True)
    )


def why(
    start: str, end: str, maria: str = "00:00 work depot", jonas: str = "00:00 work depot", ingrid: str = "00:00 away"
) -> list[str]:
    adults = {"maria": spans(maria), "jonas": spans(jonas), "ingrid": spans(ingrid)}
    return because(WEEK, Span(at(start), at(end)), adults).split("; ")


def test_who_is_at_home_and_free_is_said_to_be_there() -> None:
    told = why("09:56", "10:00", "00:00 work depot; 09:56 free home", "00:00 free home; 11:42 work depot")
    assert told[:2] == [
        "Maria is at home, but this plan does not count on that",
        "Jonas is at home, but this plan does not count on that",
    ]


def test_who_leaves_in_a_gap_or_comes_home_in_it_is_said_to_be_there_for_a_part() -> None:
    told = why("10:00", "14:00", "00:00 care home; 11:00 work depot", "00:00 work depot; 12:18 free home")
    assert told[:2] == [
        "Maria is at home until 11:00, but this plan does not count on that",
        "Jonas is at work (depot) until 12:18, and is at home from 12:18 on, but this plan does not count on that",
    ]


def test_who_sleeps_at_night_could_be_near_to_children_who_sleep() -> None:
    night = "00:00 sleep home; 06:00 free home"
    assert why("01:00", "03:00", night)[0] == "Maria is at home, but this plan does not count on that"


def test_who_is_asleep_before_the_children_are_is_at_home() -> None:
    told = why("19:30", "23:00", "00:00 work depot; 19:00 sleep home")
    assert told[0] == "Maria is at home, but this plan does not count on that"


def test_who_sleeps_by_day_sleeps() -> None:
    assert why("10:00", "11:00", "00:00 work depot; 08:00 sleep home; 14:00 free home")[0] == "Maria sleeps until 14:00"


def test_a_handover_for_which_there_is_no_time_is_the_reason() -> None:
    told = why("10:10", "11:00", "00:00 free home; 10:10 work depot", "00:00 work depot; 10:07 free home")
    assert told[1] == "Jonas is at home, but Maria leaves at 10:10, and handing over takes 5 minutes"
    told = why("10:00", "10:10", "00:00 work depot; 10:10 free home", "00:00 free home; 10:12 work depot")
    assert told[1] == "Jonas is at home, but Maria comes only at 10:10, and handing over takes 5 minutes"


def test_a_gap_that_is_shorter_than_handing_over_is_for_that() -> None:
    told = why("09:57", "10:00", "00:00 work depot; 09:57 free home", "00:00 free home; 10:00 work depot")
    assert told[:2] == [
        "Maria is at home, but Jonas leaves at 10:00, and handing over takes 5 minutes",
        "Jonas is at home, but Maria comes only at 09:57, and handing over takes 5 minutes",
    ]
    told = why("09:55", "10:00", "00:00 work depot; 09:55 free home", "00:00 free home; 10:00 work depot")
    assert told[:2] == [
        "Maria is at home, but this plan does not count on that",
        "Jonas is at home, but this plan does not count on that",
    ]


def test_two_who_leave_at_once_or_come_at_once_hand_nothing_over() -> None:
    for maria, jonas in (("00:00 free home; 10:00 work depot",) * 2, ("00:00 work depot; 09:57 free home",) * 2):
        assert why("09:57", "10:00", maria, jonas)[0] == "Maria is at home, but this plan does not count on that"


def test_who_is_at_home_but_cannot_bring_and_be_back_cannot_be_there_in_time() -> None:
    assert why("08:48", "09:00", "00:00 free home; 09:05 work depot")[0] == "Maria cannot be there in time"
    assert why("08:48", "09:00", "00:00 free home; 10:00 work depot")[0] == (
        "Maria is at home, but this plan does not count on that"
    )


def test_who_is_out_and_free_cannot_be_there_in_time() -> None:
    assert why("10:00", "10:30", "00:00 free depot; 10:30 work depot")[0] == "Maria cannot be there in time"


def test_work_that_may_not_happen_is_perhaps() -> None:
    told = why("10:00", "11:00", "00:00 work depot?", "00:00 free home; 09:50 travel home depot; 10:10 work depot?")
    assert told[:2] == [
        "Maria is perhaps at work (depot) until 00:00 (could be there if the unsure work falls through)",
        "Jonas is perhaps on the way from home to depot until 10:10 (could be there if the unsure work falls through)",
    ]


def test_a_helper_is_asked_only_when_it_may_be() -> None:
    assert why("14:00", "15:00")[2] == "Ingrid is not asked for it"
    assert why("10:00", "11:00")[2] == "Ingrid is not available"


def test_a_helper_who_is_there_or_out_with_a_child_is_said_to_be() -> None:
    day = (
        "00:00 away; 13:00 free home; 14:50 travel home school; 15:00 care school; 15:10 travel school home; 15:20 away"
    )
    assert why("13:00", "13:30", ingrid=day)[2] == "Ingrid is there until 14:50, but this plan does not count on that"
    assert why("14:52", "15:00", ingrid=day)[2] == "Ingrid is on the way from home to school until 15:00"
    assert why("15:00", "15:05", ingrid=day)[2] == "Ingrid is at school until 15:10"


def told_of(start: str, end: str, no: tuple[str, str], maria: str, ingrid: str = "00:00 away") -> str:
    """What is said of a gap in which Maria and Ingrid declined some hours, of them alone."""
    adults = {"maria": spans(maria), "jonas": (), "ingrid": spans(ingrid)}
    refused = dict.fromkeys(("maria", "ingrid"), (Span(at(no[0]), at(no[1])),))
    return because(WEEK, Span(at(start), at(end)), adults, refused=refused)


def test_who_said_no_is_not_said_to_be_of_use_meanwhile() -> None:
    home, whole = "00:00 free home", ("14:00", "16:00")
    assert told_of("14:00", "16:00", whole, home) == ""
    assert told_of("14:00", "16:00", whole, "00:00 work depot; 15:00 free home") == (
        "Maria is at work (depot) until 15:00"
    )
    assert told_of("14:00", "16:00", ("14:00", "15:00"), home).split("; ") == [
        "Maria is at home from 15:00 on, but this plan does not count on that",
        "Ingrid is not asked for it",
    ]
    assert told_of("14:00", "16:00", ("15:00", "16:00"), home, home).split("; ") == [
        "Maria is at home until 15:00, but this plan does not count on that",
        "Ingrid is there until 00:00, but this plan does not count on that",
    ]
    assert told_of("14:00", "16:00", whole, "00:00 work depot", home) == "Maria is at work (depot) until 00:00"


def test_a_reason_says_no_more_than_is_known_of_better_plans() -> None:
    reason = "Maria is at work until 12:00; Jonas is at home, but this plan does not count on that"
    assert as_known(reason, sure=True) == reason
    stopped = "Jonas is at home, but the time for planning was over before a better plan was found"
    assert as_known(reason, sure=False) == f"Maria is at work until 12:00; {stopped}"
    assert as_known("Ingrid is not asked for it", sure=True) == "Ingrid is not asked for it"
    assert as_known("Ingrid is not asked for it", sure=False) == (
        "Ingrid could be asked, but the time for planning was over before a better plan was found"
    )
