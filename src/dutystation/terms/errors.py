"""Every error this project raises on purpose.

DutystationError                 something a person must mend; its text is all they are shown
├── UnusableCommand                the command line asks for something that cannot be done
├── UnusableInput                a delivered file or table cannot be used at all
├── UnusableDirective            a directive file breaks a rule of its format
├── UnusableProfile              a profile breaks a rule of its format, or does not fit the export
├── UnusableOutput               the place for the results cannot be used
├── NotAllTaken                  of several files some were taken, and others not
├── UnknownFigure                a figure was asked for that the report does not hold
└── Refused                      somebody asks for something that the rules do not let them do now
    ├── NoSealingKey             what is sealed cannot be reached: the key for it is not set
    └── BrokenSeal               what is sealed was changed, or belongs to something else

A bad *row* is never an error: it is rejected with a reason and counted (`intake`).
"""

from __future__ import annotations


class DutystationError(Exception):
    """The command stops with exit code 2 and this sentence, without a traceback."""


class UnusableCommand(DutystationError):
    """Names the option and what it should be."""


class UnusableInput(DutystationError):
    """Names the file, and where it applies the column and line, and says what to do."""

    def __init__(
        self, file: str, problem: str, *, remedy: str = "", column: str = "", line: int | None = None
    ) -> None:
        place = file if line is None else f"{file}, line {line}"
        if column:
            place += f", column {column}"
        super().__init__(f"{place}: {problem}." + (f" {remedy}." if remedy else ""))
        self.file, self.column, self.line = file, column, line


class UnusableDirective(DutystationError):
    """Names the directive file, the line and the key, and says what was expected."""


class UnusableProfile(DutystationError):
    """Names the profile, the line and the key, and says what was expected."""


class UnusableOutput(DutystationError):
    """The output folder is in use, cannot be written, or the disk is full."""


class NotAllTaken(DutystationError):
    """Names the files that were not taken, and those that were."""


class UnknownFigure(DutystationError):
    """Lists what the report holds instead of the figure that was asked for."""


class Refused(DutystationError):
    """Says why something cannot be done now, and what can."""

    def __init__(self, why: str, *, remedy: str = "") -> None:
        super().__init__(f"{why} {remedy}".strip())


class NoSealingKey(Refused):
    """Names the key by its id where one is missing, and says who puts it there."""


class BrokenSeal(Refused):
    """Says that something sealed is not as it was, and whom to tell."""


class StoppedHalfway(KeyboardInterrupt):
    """Ctrl-C, or a request to end, after a part of the work was done; the sentence says which part."""
