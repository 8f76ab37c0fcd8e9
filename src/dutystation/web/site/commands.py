"""What the command line asks of the application: each opens it, does one thing, and closes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dutystation.terms.errors import UnusableCommand
from dutystation.web.site.start import act_of_a_command, close_cases, open_cases

if TYPE_CHECKING:
    from dutystation.web.accounts.models import Person, Unit
    from dutystation.web.site.daily import Done


@contextmanager
def cases_of(workspace: Path) -> Iterator[None]:
    """The application of a workspace, ready to be asked; its models can be imported inside."""
    open_cases(workspace)
    try:
        yield
    finally:
        close_cases()


def receive(workspace: Path, run: str) -> int:
    """Takes in a run; returns how many people are on the rolls. Raises as `receiving.receive` does."""
    with cases_of(workspace):
        from dutystation.web.accounts.models import Person
        from dutystation.web.site.receiving import receive as received

        received(act_of_a_command(), run)
        return Person.objects.filter(on_rolls=True).count()


def take_directory(workspace: Path, file: Path) -> int:
    """Takes in names and addresses from a CSV file; returns how many. Raises UnusableInput."""
    with cases_of(workspace):
        from dutystation.web.accounts.actions import take_directory as taken
        from dutystation.web.accounts.directory import directory_entries

        return taken(act_of_a_command(), directory_entries(file))


def grant(workspace: Path, person: str, role: str, unit: str, from_day: date) -> None:
    """Grants a role. Raises UnusableCommand for what is not known, Refused where it is held already."""
    with cases_of(workspace):
        from dutystation.web.accounts.actions import grant_role
        from dutystation.web.accounts.roles import Role

        if role not in list(Role):
            raise UnusableCommand(f"--role {role}: there is no such role. Use one of {', '.join(Role)}.")
        grant_role(act_of_a_command(), _person(person), Role(role), _unit(unit), from_day)


def set_password(workspace: Path, person: str, password: str) -> None:
    """Lets a person sign in with a password. Raises UnusableCommand or Refused."""
    with cases_of(workspace):
        from dutystation.web.accounts.actions import set_password as set_

        set_(act_of_a_command(), _person(person), password)


def do_the_day(workspace: Path) -> Done:
    """The work of the day."""
    with cases_of(workspace):
        from dutystation.web.site.daily import work_of_the_day

        return work_of_the_day(act_of_a_command())


def dispatch(workspace: Path, *, watched: bool) -> int:
    """Tells everybody who waits to be told; returns how many. `watched` goes on until it is interrupted."""
    with cases_of(workspace):
        from dutystation.web.notices.dispatching import dispatch_all
        from dutystation.web.site.background import watch

        told = dispatch_all(act_of_a_command())
        if watched:
            with suppress(KeyboardInterrupt):
                watch(lambda: True)
        return told


def rotate_keys(workspace: Path) -> int:
    """Seals everything that is sealed with the newest key; returns how much was. Raises NoSealingKey."""
    with cases_of(workspace):
        from dutystation.web.evidence.rotation import SealedColumn
        from dutystation.web.evidence.rotation import rotate_keys as rotated
        from dutystation.web.exception_requests.models import Sealed

        return sum(rotated(act_of_a_command(), [SealedColumn(Sealed, "content")]).values())


def write_decisions(workspace: Path, file: Path) -> int:
    """Writes decisions as the contract's table; returns how many. Raises UnusableOutput or NoSealingKey."""
    with cases_of(workspace):
        from dutystation.web.exception_requests.export import write_decisions as written

        return written(act_of_a_command(), file)


def _person(person: str) -> Person:
    from dutystation.web.accounts.models import Person

    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise UnusableCommand(f"{person}: nobody has this id. Receive a run or a directory first.")
    return found


def _unit(unit: str) -> Unit:
    from dutystation.web.accounts.models import Unit

    found = Unit.objects.filter(pk=unit).first()
    if found is None:
        raise UnusableCommand(f"--unit {unit}: no unit has this id. Receive a run first; see org_units.")
    return found
