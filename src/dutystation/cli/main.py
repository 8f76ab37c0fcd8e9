"""The command line. Source: contract section 1.

Exit 0: done. Exit 1: `verify` found a difference. Exit 2: something cannot be used, said in one sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper

from cyclopts import App, CoercionError, CycloptsError, UnusedCliTokensError

import dutystation
from dutystation.cli.cases import cases
from dutystation.cli.demo import demo
from dutystation.cli.diff import diff
from dutystation.cli.directive import directive
from dutystation.cli.explain import explain
from dutystation.cli.lake import lake
from dutystation.cli.load import deliveries, load
from dutystation.cli.package import package
from dutystation.cli.profile import profile
from dutystation.cli.release import release
from dutystation.cli.report import report
from dutystation.cli.runs import run, runs
from dutystation.cli.serve import audit, serve
from dutystation.cli.simulate import simulate
from dutystation.cli.verify import verify
from dutystation.terms.errors import DutystationError, StoppedHalfway

UNUSABLE, INTERRUPTED = 2, 130

app = App(
    name="dutystation",
    version=dutystation.__version__,
    help="Carry out a return-to-duty-station order truthfully: measure, explain, verify, report.",
    suppress_keyboard_interrupt=False,  # `main` says that nothing was written
)
for command in (report, load, deliveries, run, runs, diff, release, verify, explain, simulate, demo, serve):
    app.command(command)
app.command(directive)
app.command(lake)
app.command(profile)
app.command(package)
app.command(audit)
app.command(cases)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and exits."""
    _print_whatever_is_said()
    try:
        result = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except UnusedCliTokensError as problem:
        words = " ".join(problem.unused_tokens or ())
        _complain(f"{words}: nothing takes this. Name the option that it belongs to; --help lists them.")
        sys.exit(UNUSABLE)
    except (CycloptsError, DutystationError) as problem:
        _complain(_no_whole_number(problem) or str(problem))
        sys.exit(UNUSABLE)
    except KeyboardInterrupt as interrupt:
        halfway = isinstance(interrupt, StoppedHalfway)
        _complain(str(interrupt) if halfway else "Interrupted; nothing was written.")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        sys.exit(0)
    sys.exit(result if isinstance(result, int) else 0)


def _no_whole_number(problem: Exception) -> str | None:
    """What is said of a value that should be a number; the parser speaks of types of the language."""
    if isinstance(problem, CoercionError) and problem.token and problem.target_type is int:
        return f"{problem.token.keyword or 'A number'} {problem.token.value}: give a whole number."
    return None


def _print_whatever_is_said() -> None:
    """Names of people and paths are written with escapes where the terminal's encoding lacks a letter."""
    if isinstance(sys.stdout, TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def _complain(sentence: str) -> None:
    sys.stderr.write(sentence.strip() + "\n")
