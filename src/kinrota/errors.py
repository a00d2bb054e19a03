"""What can go wrong, as a tree.

KinrotaError
├── InputError        the household or a calendar cannot be used: every problem, with file, line, field, value
└── VerificationError a plan of ours failed the independent check and was held back: a bug of ours
"""

from __future__ import annotations

from msgspec import Struct


class Problem(Struct, frozen=True, order=True):
    """One mistake in what was given to read.

    `line` counts from 1 and is None where no line can be named. `field` is the dotted path of the key, such as
    `adults.ana.sleep.hours`; `value` is the text found there. `remedy`, where there is one, starts with "Maybe".
    """

    file: str
    line: int | None
    field: str
    value: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        """Build the one message that a person gets."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.field} = {self.value}" if self.value else self.field
        parts = [where, what, self.message] if what else [where, self.message]
        return ": ".join(parts) + (f" {self.remedy}" if self.remedy else "")


class KinrotaError(Exception):
    """Everything that kinrota raises on purpose."""


class InputError(KinrotaError):
    """The input cannot be used; `problems` holds every mistake that was found, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class VerificationError(KinrotaError):
    """A plan made here failed the independent check; `sentences` says where."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        super().__init__("the plan failed its own check and was held back:\n" + "\n".join(sentences))


def reason(error: OSError | ValueError) -> str:
    """Why a file cannot be used, in a few words."""
    return (error.strerror or "" if isinstance(error, OSError) else str(error)).lower() or type(error).__name__
