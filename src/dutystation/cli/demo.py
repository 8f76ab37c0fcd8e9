"""`dutystation demo`: a department is invented and measured, to be looked at."""

from __future__ import annotations

from pathlib import Path

from dutystation.cli.arguments import DIRECTIVE
from dutystation.cli.demo_workspace import demo_workspace
from dutystation.terms.errors import UnusableOutput

DEMO_PEOPLE, DEMO_PERIODS, DEMO_SEED = 5000, 3, 1


SERVED = (
    "a server answers for it, and would go on with what is no longer there. "
    "End it with Ctrl-C where it runs, or give another folder."
)


def demo(folder: Path = Path("demo")) -> None:
    """Invent a department of 5,000 people, write its report, and begin its cases.

    Parameters
    ----------
    folder
        Where the department's tables and the report are put; an earlier demo there is replaced, unless it
        is being served.
    """
    import shutil

    from dutystation.cli.console import DrawnProgress, say
    from dutystation.cli.headline import headline
    from dutystation.directives.load import load_directive
    from dutystation.runs.options import Options
    from dutystation.runs.report import write_report
    from dutystation.simulation.simulate import simulate
    from dutystation.web.site.served import is_served

    workspace = folder / "workspace"
    if is_served(workspace):
        raise UnusableOutput(f"{workspace}: {SERVED}")
    order = load_directive(DIRECTIVE)
    rules = order.rules_on(order.issued_on)
    progress = DrawnProgress(log=True)
    inputs, out = folder / "inputs", folder / "report"
    if (inputs / "truth.json").is_file():
        shutil.rmtree(inputs)
    with progress.step(f"Inventing a department of {DEMO_PEOPLE:,} people"):
        invented = simulate(
            inputs,
            people=DEMO_PEOPLE,
            periods=DEMO_PERIODS,
            seed=DEMO_SEED,
            form="csv",
            anchor=rules.pay_period_anchor,
            period_days=rules.pay_period_days,
            issued_on=order.issued_on,
            as_of=None,
            faults="light",
        )
    publication = write_report(
        inputs,
        out,
        directive=order,
        as_of=invented.as_of,
        options=Options(replace=True),
        progress=progress,
    )
    say("")
    say(headline(publication))
    say(f"The report is in {out}; begin with {out / 'report.pdf'}.")
    if demo_workspace(workspace, inputs, directive=order, as_of=invented.as_of, progress=progress):
        say("The same department with its cases opens in a browser with: make serve")
    say("The people are invented.")
