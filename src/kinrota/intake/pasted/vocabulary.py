"""The words of rotas: weekdays, months and days off, in the languages in which they are certain."""

from __future__ import annotations

import unicodedata

_WEEKDAYS = (
    "mon monday mo montag lundi lunes lunedi maandag",
    "tue tues tuesday di dienstag mardi martes martedi dinsdag",
    "wed weds wednesday mi mittwoch mercredi miercoles mercoledi woensdag",
    "thu thur thurs thursday do donnerstag jeudi jueves giovedi donderdag",
    "fri friday fr freitag vendredi viernes venerdi vrijdag",
    "sat saturday sa samstag sonnabend samedi sabado sabato zaterdag",
    "sun sunday so sonntag dimanche domingo domenica zondag",
)
_MONTHS = (
    "jan january januar janner janvier enero gennaio januari",
    "feb february februar fevrier febrero febbraio februari",
    "mar march marz maerz mrz mars marzo maart",
    "apr april avril abril aprile",
    "may mai mayo maggio mei",
    "jun june juni juin junio giugno",
    "jul july juli juillet julio luglio",
    "aug august aout agosto augustus",
    "sep sept september septembre septiembre settembre",
    "oct october okt oktober octobre octubre ottobre",
    "nov november novembre noviembre",
    "dec december dez dezember decembre diciembre dicembre",
)
_OFF = (
    "off free frei dienstfrei ruhetag urlaub jahresurlaub vacation rest restday repos libre riposo vrij",
    ("day off", "days off", "rest day", "rest days", "annual leave", "no shift", "no shifts", "not working"),
    ("kein dienst", "keine schicht", "freier tag", "jour de repos", "dia libre"),
)
_LETTERS = {"MTWTFSS", "MDMDFSS", "LMMJVSD", "LMXJVSD", "LMMGVSD", "MDWDVZZ"}
"""Whole weeks by first letters, Monday first."""

WEEKDAYS = {word: number for number, names in enumerate(_WEEKDAYS) for word in names.split()}
MONTHS = {word: number for number, names in enumerate(_MONTHS, start=1) for word in names.split()}
OFF_WORDS = frozenset([*_OFF[0].split(), *_OFF[1], *_OFF[2]])
"""Surely no work. Short signs such as X, RD, AL or U differ from house to house, and are codes that need a meaning."""
OPEN = frozenset(
    {"or", "oder", "evtl", "eventuell", "maybe", "vielleicht", "perhaps", "tbc", "tba", "ggf", "tausch", "swap"}
)
"""Words that leave it open what a day is."""
_LIMITED = (
    "until till til bis from ab erst later earlier longer shorter spater fruher langer kurzer now jetzt",
    "not no nicht kein keine keinen doch jusqua jusque depuis hasta desde fino vanaf tot non pas niet",
)
_CHANGED = (
    "swapped exchanged extended shortened moved postponed changed replaced covered cancelled canceled",
    "instead extra additional additionally getauscht eingetauscht vertauscht verlangert verkurzt verschoben",
    "verlegt geandert ersetzt ubernommen abgesagt entfallt ausgefallen gestrichen statt anstatt stattdessen zusatzlich",
)
LIMITED = frozenset(word for words in _LIMITED for word in words.split())
"""Words that limit, move or take back what stands beside them; in a sentence they may say nothing of a shift."""
CHANGED = frozenset(word for words in _CHANGED for word in words.split())
"""Words that always say that a shift is not what it was, or not alone."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LONG_WORD = 3
"""From so many letters on a word means the same in capitals and without."""


def folded(word: str) -> str:
    """A word without capitals, accents and the points, exclamations and spaces around it."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip(" .,:;!")


def weekday(word: str) -> int | None:
    """The weekday that a word names, Monday is 0."""
    return WEEKDAYS.get(folded(word))


def month(word: str) -> int | None:
    """The month that a word names, January is 1."""
    return MONTHS.get(folded(word))


def is_off(words: str) -> bool:
    """Whether words surely mean a day without a shift."""
    plain = " ".join(folded(words).split())
    return plain in OFF_WORDS or (bool(plain) and not plain.strip("- "))


def week_of_letters(cells: list[str]) -> bool:
    """Whether cells are M T W T F S S, in one of the languages."""
    return "".join(cells).upper() in _LETTERS
