"""How what somebody says becomes a line of a household's history.jsonl."""

from __future__ import annotations

from kinrota.model.history import Answer, DeclineLine, PinLine, SaidIn, Word
from kinrota.model.json_record import flat
from kinrota.model.promises import ends
from kinrota.model.time import Clock, Span

ANSWERS = {True: "yes", False: "no", None: "open"}
"""How an answer is written."""


def line_of(word: Word, clock: Clock) -> str:
    """The JSON text of a line, without its end; reading it gives the same, but for the number of the line."""
    kind, said = _said(word, clock)
    return flat({"kind": kind, "at": clock.iso(word.at), **said, **_where(word.said_in)})


def _said(word: Word, clock: Clock) -> tuple[str, dict[str, object]]:
    when = ends(word.span, clock)
    if isinstance(word, Answer):
        return "answer", {"helper": word.helper, **when, "answer": ANSWERS[word.yes]}
    if isinstance(word, PinLine):
        return "pin", {"child": word.child, **when, "met_by": word.met_by}
    if isinstance(word, DeclineLine):
        way = {} if word.way is None else {"place": word.place, "to_place": word.to_place}
        return "declined", {
            "adult": word.adult,
            "child": word.child,
            **when,
            **way,
            **({"open": True} if word.open else {}),
        }
    whose = {"person": word.person, "what": word.what, "title": word.title}
    return "proposal", {**whose, **when, "wish": word.wish, **_wished(word.wish_span, clock)}


def _wished(span: Span | None, clock: Clock) -> dict[str, str]:
    return {f"wish_{key}": instant for key, instant in ends(span, clock).items()} if span else {}


def _where(said_in: SaidIn | None) -> dict[str, object]:
    if said_in is None:
        return {}
    return {"said_in": {"calendar": said_in.calendar, "event": said_in.event, "version": said_in.version}}
