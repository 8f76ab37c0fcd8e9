"""`dutystation cases`: what keeps the application of a workspace going."""

from __future__ import annotations

from getpass import getpass
from pathlib import Path

from cyclopts import App

from dutystation.cli.arguments import day
from dutystation.cli.serve import need_web
from dutystation.terms.errors import UnusableCommand

NOT_ALL_DONE = 1
cases = App(name="cases", help="Keep the application of a workspace going: people, roles, the work of a day.")


@cases.command
def receive(run: Path) -> None:
    """Take in a finished run: who is on the rolls, and what their days were counted as.

    Parameters
    ----------
    run
        The folder of a run, as `dutystation runs` lists it.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.runs.run import workspace_of
    from dutystation.web.site.commands import receive as received

    people = received(workspace_of(run), run.absolute().name)
    say(f"{people:,} people are on the rolls of {run.name}.")


@cases.command
def people(workspace: Path, file: Path) -> None:
    """Take in names and mail addresses from a CSV file with the columns person, name and email.

    Parameters
    ----------
    workspace
        The workspace whose application it is.
    file
        The CSV file.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.web.site.commands import take_directory

    say(f"{take_directory(workspace, file):,} names and addresses were taken in.")


@cases.command
def grant(workspace: Path, person: str, *, role: str, unit: str, since: str | None = None) -> None:
    """Give a person a role for a unit and everything below it; the first administrator comes in this way.

    Parameters
    ----------
    workspace
        The workspace whose application it is.
    person
        The id of the person.
    role
        The role, such as administrator, policy_office or component_hr.
    unit
        The id of the unit.
    since
        The first day, YYYY-MM-DD; today where it is left out.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.runs.days import today
    from dutystation.web.site.commands import grant as granted

    granted(workspace, person, role, unit, day(since, "--since") if since else today())
    say(f"{person} holds the role {role} for {unit}.")


@cases.command
def password(workspace: Path, person: str) -> None:
    """Set the password of a person, where no gateway in front of the application signs people in.

    Parameters
    ----------
    workspace
        The workspace whose application it is.
    person
        The id of the person.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.web.site.commands import set_password

    try:
        given = getpass("Password: ")
        again = getpass("The same again: ")
    except EOFError:
        raise UnusableCommand("No password came; nothing was changed. Type it, or send it twice.") from None
    if again != given:
        raise UnusableCommand("The two are not the same; nothing was changed. Try again.")
    set_password(workspace, person, given)
    say("The password is set.")


@cases.command
def decisions(workspace: Path, file: Path) -> None:
    """Write decisions as the table `decisions`, to be delivered into the lake with dutystation load.

    Parameters
    ----------
    workspace
        The workspace whose application it is.
    file
        The CSV file to write; only its owner can read it, and it must not be there yet.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.web.site.commands import write_decisions

    say(f"{write_decisions(workspace, file):,} decisions are in {file}.")


@cases.command
def dispatch(workspace: Path, *, watch: bool = False) -> None:
    """Tell people of an order that was issued to more of them than one request could tell.

    Only needed where `dutystation serve` does not run, which does it beside the pages. It can be broken off
    at any moment and begun again; nobody is told twice.

    Parameters
    ----------
    workspace
        The workspace whose application it is.
    watch
        Go on and tell whoever comes to wait, until Ctrl-C.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.web.site.commands import dispatch as dispatched

    say(f"{dispatched(workspace, watched=watch):,} people were told.")


@cases.command(name="rotate-keys")
def rotate_keys(workspace: Path) -> None:
    """Seal everything that is sealed with the newest key, so that the older ones can be taken away.

    Parameters
    ----------
    workspace
        The workspace whose application it is.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.web.site.commands import rotate_keys as rotated

    say(f"{rotated(workspace):,} values were sealed anew.")


@cases.command
def daily(workspace: Path) -> int:
    """Do the work of the day: what lapses, reminders, mail that waits. Run it once a day.

    Ends with 1 where a part of it could not be done; the others are done all the same.

    Parameters
    ----------
    workspace
        The workspace whose application it is.
    """
    need_web()
    from dutystation.cli.console import say
    from dutystation.web.site.commands import do_the_day

    done = do_the_day(workspace)
    say(f"{done.mails_sent:,} mails were sent, {done.mails_failed:,} could not be.")
    for why, mails in done.why_failed.items():
        say(f"{mails:,} of those: {why}.")
    if not done.not_done:
        return 0
    say(
        f"Not all of this could be done: {', '.join(done.not_done)}. The lines above say where it failed. "
        "What was done stays; run it again once the cause is mended."
    )
    return NOT_ALL_DONE
