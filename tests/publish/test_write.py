from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.model.feeds import Feed
from kinrota.model.people import Adult
from kinrota.model.plan import Verified
from kinrota.model.plan_json import from_json
from kinrota.publish.write import files_of, write


def test_a_plan_becomes_one_file_of_each_kind_and_a_calendar_a_person(verified: Verified, tmp_path: Path) -> None:
    paths = write(verified, tmp_path / "new" / "folder").files
    assert [path.name for path in paths] == [
        "plan.json", "plan.html", "ana.ics", "ben.ics", "oma.ics", "mia.ics", "leo.ics",
    ]  # fmt: skip
    assert sorted(path.name for path in paths[0].parent.iterdir()) == sorted(path.name for path in paths)
    assert from_json(paths[0].read_text(encoding="utf-8"), "plan.json").children == verified.plan.children


def test_the_same_plan_gives_the_same_files(verified: Verified) -> None:
    assert files_of(verified) == files_of(verified)


def test_what_was_there_is_replaced_whole(verified: Verified, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("old", encoding="utf-8")
    write(verified, tmp_path)
    assert (tmp_path / "plan.json").read_text(encoding="utf-8").startswith('{\n "kinrota_plan": 1,')


def test_a_file_that_cannot_be_replaced_leaves_nothing_half_written(verified: Verified, tmp_path: Path) -> None:
    (tmp_path / "plan.html").mkdir()
    with pytest.raises(OSError, match=r"plan\.html"):
        write(verified, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.html", "plan.json"]


def test_no_id_leads_out_of_the_folder(verified: Verified) -> None:
    home = verified.week.household
    odd = (Adult("../x/y", "X"), Adult("__/x/y", "Y"), Adult("", "Z"))
    plan = replace(verified.plan, adults={**verified.plan.adults, **{adult.id: () for adult in odd}})
    week = replace(verified.week, household=replace(home, adults=(*home.adults, *odd)))
    names = [name for name in files_of(Verified(week, plan)) if "x" in name or name == "_.ics"]
    assert names == ["___x_y.ics", "___x_y-2.ics", "_.ics"]


def test_what_did_not_change_is_not_touched(verified: Verified, tmp_path: Path) -> None:
    written = write(verified, tmp_path, b"s" * 32).files
    before = {path: path.stat() for path in written}
    assert write(verified, tmp_path, b"s" * 32).files == written
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in written} == {
        path: (known.st_mtime_ns, known.st_ino) for path, known in before.items()
    }


def test_a_calendar_of_what_moved_counts_from_the_one_that_was_there(verified: Verified, tmp_path: Path) -> None:
    write(verified, tmp_path)
    asks = tuple(replace(ask, accepted=True) for ask in verified.plan.to_ask)
    write(replace(verified, plan=replace(verified.plan, to_ask=asks)), tmp_path)
    text = (tmp_path / "oma.ics").read_text(encoding="utf-8")
    assert "SEQUENCE:1" in text
    assert "STATUS:CONFIRMED" in text


def handing_out(verified: Verified, *feeds: Feed) -> Verified:
    return replace(verified, week=replace(verified.week, household=replace(verified.week.household, feeds=feeds)))


def test_nothing_is_handed_out_unless_the_household_says_so(verified: Verified, tmp_path: Path) -> None:
    write(verified, tmp_path)
    assert not (tmp_path / "feeds").exists()


def test_a_calendar_that_is_no_longer_handed_out_is_gone_and_others_of_that_folder_stay(
    verified: Verified, tmp_path: Path
) -> None:
    busy, hall = Feed("busy", "work", "ana"), Feed("hall", "wall")
    done = write(handing_out(verified, busy, hall), tmp_path)
    assert [path.name for path in done.files[-2:]] == ["busy.ics", "hall.ics"]
    (tmp_path / "feeds/mine.ics").write_text("BEGIN:VCALENDAR\r\nPRODID:mine\r\n", encoding="utf-8")
    done = write(handing_out(verified, hall), tmp_path)
    assert done.removed == (tmp_path / "feeds/busy.ics",)
    assert sorted(path.name for path in (tmp_path / "feeds").iterdir()) == ["hall.ics", "mine.ics"]
