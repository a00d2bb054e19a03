"""Mistakes that somebody could make in publishing, each put in by itself: the machine has to see every one."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kinrota.model.published import Entry, Meaning
from kinrota.net.caldav import Account
from kinrota.net.refused import RefusedError
from kinrota.pipeline import publishing
from kinrota.publish.caldav import changes, edits, looking, opening, restoring, writing
from kinrota.publish.caldav.changes import CANCELLED, Change
from kinrota.publish.caldav.edits import Edit
from kinrota.publish.caldav.looking import Look, OwnCalendar
from kinrota.publish.caldav.meaning import found
from kinrota.publish.caldav.resource import FIELDS, Manner, Stamp, new
from kinrota.publish.caldav.wanted import wanted_of
from tests.dav.sync.way import Mortal

Patch = pytest.MonkeyPatch


def no_if_match(patch: Patch) -> None:
    """An event is written over whatever its version."""
    put = Account.put

    def blind(self: Account, at: object, target: str, data: bytes, etag: str = "") -> str | None:
        if etag:
            item = self.one(at, target)  # type: ignore[arg-type]
            etag = item.etag if item else etag
        return put(self, at, target, data, etag)  # type: ignore[arg-type]

    patch.setattr(Account, "put", blind)


def no_if_match_to_delete(patch: Patch) -> None:
    """An event is deleted whatever its version."""
    delete = Account.delete

    def blind(self: Account, at: object, target: str, _: str) -> bool:
        item = self.one(at, target)  # type: ignore[arg-type]
        return delete(self, at, target, item.etag if item else "gone")  # type: ignore[arg-type]

    patch.setattr(Account, "delete", blind)


def noted_after_the_request(patch: Patch) -> None:
    """Nobody knows of a request that was carried out when kinrota died."""
    note = Mortal.note

    def late(self: Mortal, entry: Entry) -> None:
        if entry.intent is None:
            note(self, entry)

    patch.setattr(Mortal, "note", late)


def deleted_without_a_look(patch: Patch) -> None:
    """What a list does not have is taken for deleted."""
    patch.setattr(looking, "_asked_for", lambda *_: {})


def no_tombstone(patch: Patch) -> None:
    """What somebody deleted is written again."""
    patch.setattr(changes, "_deleted", lambda _, ours: Change("create", ours, ours) if ours else Change("nothing"))


def deletions_forgotten(patch: Patch) -> None:
    """What somebody deleted is remembered no more when it was taken up."""
    keep = looking.keep

    def short(own: OwnCalendar, seen: Look) -> None:
        seen.entries = {uid: entry for uid, entry in seen.entries.items() if entry.seen}
        keep(own, seen)

    patch.setattr(publishing, "keep", short)


def ours_always(patch: Patch) -> None:
    """The plan's word is written over people's."""

    def merged(_: Entry, seen: Meaning, ours: Meaning, *, honoured: bool) -> Change:
        assert honoured in (True, False)
        return Change("nothing" if seen == ours else "update", ours, ours)

    patch.setattr(changes, "_merged", merged)


def obeyed_always(patch: Patch) -> None:
    """Other hours of the plan count more than a person's, also where nobody took these up."""
    patch.setattr(publishing, "obeyed", lambda *_: True)


def no_guard(patch: Patch) -> None:
    """However many events a plan takes out, nobody is asked."""
    patch.setattr(writing, "few", lambda _: 1000)


def deleted_with_words_in_it(patch: Patch) -> None:
    """What the plan no longer has is deleted, whatever people wrote there."""
    patch.setattr(changes, "_dropped", lambda entry, _: Change("delete", None, entry.base))


def called_off_and_then_deleted(patch: Patch) -> None:
    """What was called off is deleted the next time."""

    def dropped(entry: Entry, seen: Meaning) -> Change:
        if seen == entry.base:
            return Change("delete", None, entry.base)
        return Change("update", seen._replace(status=CANCELLED), entry.base._replace(status=CANCELLED))

    patch.setattr(changes, "_dropped", dropped)


def written_anew(patch: Patch) -> None:
    """An event is written anew in place of being changed: alarms and notes of apps are gone."""

    def edited(_: bytes, __: object, meaning: Meaning, manner: Manner, stamp: Stamp) -> bytes:
        return new(meaning, replace(manner), stamp.writes)

    patch.setattr(writing, "edited", edited)


def every_field_written(patch: Patch) -> None:
    """Whatever was changed, all is written as it was seen last, and stamped as the plan's."""
    settle = changes._with  # noqa: SLF001 -- to put a mistake in

    def all_of(meaning: Meaning, _: str, other: Meaning) -> Meaning:
        for field in FIELDS:
            meaning = settle(meaning, field, other)
        return meaning

    patch.setattr(changes, "_with", all_of)


def said_again_after_a_death(patch: Patch) -> None:
    """Each time that a change is seen it is another one."""
    seen: list[Edit] = []

    def version(self: Edit) -> str:
        seen.append(self)
        return str(len(seen))

    patch.setattr(Edit, "version", property(version))


def not_said(patch: Patch) -> None:
    """A change is remembered as seen, and not taken up."""
    patch.setattr(publishing, "words", lambda *_: ())


def only_deletions_said(patch: Patch) -> None:
    """New hours are not taken up."""
    whole = edits.words
    patch.setattr(publishing, "words", lambda edit, *more: () if edit.now else whole(edit, *more))


def strangers_adopted(patch: Patch) -> None:
    """What people put into the calendar is taken for an event that kinrota wrote."""
    look = looking.look

    def wide(own: OwnCalendar) -> Look:
        seen = look(own)
        for href, item in looking.read(own, seen.strangers).items():
            what = found(item.data, own.zone)
            seen.entries[what.uid] = Entry(what.uid, href, (), what.meaning, what.meaning, item.etag, 1)
        return seen

    patch.setattr(publishing, "look", wide)


def new_names_each_time(patch: Patch) -> None:
    """Events are known by no name of their own: each plan writes new ones."""
    whole = wanted_of
    patch.setattr(
        publishing, "wanted_of", lambda sheet, key, entries: whole(sheet, key + bytes([len(entries) % 7]), entries)
    )


def versions_not_kept(patch: Patch) -> None:
    """Everything is written again in each run."""

    def merged(entry: Entry, seen: Meaning, ours: Meaning, *, honoured: bool) -> Change:
        found = whole(entry, seen, ours, honoured=honoured)
        return replace(found, kind="update")

    whole = changes._merged  # noqa: SLF001 -- to put a mistake in
    patch.setattr(changes, "_merged", merged)


def a_failure_is_an_empty_list(patch: Patch) -> None:
    """A list that a server does not give is one with nothing in it."""
    entries = Account.entries

    def nothing(self: Account, at: object, **more: bool) -> dict[str, str]:
        try:
            return entries(self, at, **more)  # type: ignore[arg-type]
        except RefusedError:
            return {}

    patch.setattr(Account, "entries", nothing)
    patch.setattr(looking, "_asked_for", lambda *_: {})


def copies_adopted(patch: Patch) -> None:
    """After the ledger is lost, a lost version counts as unchanged: what people wrote is the plan's."""
    adopted = looking.adopted

    def wide(own: OwnCalendar, mark: str) -> Look:
        seen = adopted(own, mark)
        for uid, entry in seen.entries.items():
            if entry.seen:
                seen.entries[uid] = replace(entry, base=entry.seen)
        return seen

    patch.setattr(opening, "adopted", wide)


def restored_without_a_word(patch: Patch) -> None:
    """Events that were deleted by mistake are written again, and what deleting them said stays."""
    patch.setattr(restoring.Restoring, "take_back", lambda *_: ())


def restored_in_words_only(patch: Patch) -> None:
    """What was deleted by mistake is taken back, and the events stay away."""
    patch.setattr(restoring.Restoring, "put_back", lambda *_: [])


def restored_and_forgotten(patch: Patch) -> None:
    """What was deleted by mistake is remembered no more: who puts it back elsewhere has it twice, or not at all."""
    put_back = restoring.Restoring.put_back

    def short(self: restoring.Restoring, seen: Look) -> list[Meaning]:
        back = put_back(self, seen)
        seen.entries = {uid: entry for uid, entry in seen.entries.items() if not entry.restored}
        return back

    patch.setattr(restoring.Restoring, "put_back", short)


def restored_whatever_was_meant(patch: Patch) -> None:
    """Every deletion is taken for a mistake when one is."""
    patch.setattr(restoring.Pick, "means", lambda *_: True)


MUTANTS: tuple[Callable[[Patch], None], ...] = (
    no_if_match,
    no_if_match_to_delete,
    noted_after_the_request,
    deleted_without_a_look,
    no_tombstone,
    deletions_forgotten,
    ours_always,
    obeyed_always,
    no_guard,
    deleted_with_words_in_it,
    called_off_and_then_deleted,
    written_anew,
    every_field_written,
    said_again_after_a_death,
    not_said,
    only_deletions_said,
    strangers_adopted,
    new_names_each_time,
    versions_not_kept,
    a_failure_is_an_empty_list,
    copies_adopted,
    restored_without_a_word,
    restored_in_words_only,
    restored_and_forgotten,
    restored_whatever_was_meant,
)
