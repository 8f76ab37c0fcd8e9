"""Whether a delivery may take the place of another. Source: domain rule 10.8, and 3.3 on second records.

A second record for a pay period that has one is taken only where it says that it corrects it. So the files of
a year, loaded once more, never put an original back in the place of its correction.

And nothing that counts is replaced by nothing, unless somebody says so: a file in which every date is written
the wrong way round would otherwise take a whole roster out of force.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dutystation.lake.records import Delivery
from dutystation.terms.errors import UnusableInput

MOST_REASONS = 3


def refuse_unsaid_correction(
    file: str, what: str, corrects: str | None, standing: Sequence[Delivery], taken: Sequence[Delivery]
) -> None:
    """Refuses a delivery that would replace what it does not name.

    `what` names the slice, `standing` are the deliveries in force there, `taken` all of the table. `corrects`
    is the start of the id of the last one standing, None where nothing is named. Raises UnusableInput.
    """
    last = standing[-1] if standing else None
    if corrects is None:
        if last is not None:
            raise UnusableInput(
                file,
                f"{what} was delivered before, as {last.id}, from another file or read in another way",
                remedy=f"If this file corrects it, load it with --corrects {last.id}; if it brings only what "
                "changed or came to it, with --amends",
            )
        return
    meant = {delivery.id for delivery in taken if delivery.id.startswith(corrects)}
    if last is None:
        raise UnusableInput(
            file, f"{what} was never delivered", remedy="Leave --corrects out of a first delivery"
        )
    if len(meant) > 1:
        raise UnusableInput(
            file,
            f"--corrects {corrects} is the start of {len(meant)} deliveries",
            remedy="Write more of the id; see: dutystation deliveries WORKSPACE",
        )
    if meant != {last.id}:
        raise UnusableInput(
            file,
            f"--corrects {corrects} is not the last delivery of {what}; that is {last.id}",
            remedy="Look at that one first; if this file corrects it, name it",
        )


def refuse_emptying(
    file: str,
    what: str,
    corrects: str | None,
    standing: Sequence[Delivery],
    *,
    rows: int,
    unused: Mapping[str, int],
    first: str,
) -> None:
    """Refuses a delivery without an accepted row where accepted rows stand.

    `rows` is what it brought, `unused` how many of them cannot be used for which reason, and `first` what is
    said of the first one. Without any row it is taken where `corrects` names what it empties. Raises
    UnusableInput.
    """
    if not any(delivery.accepted for delivery in standing):
        return
    last = standing[-1]
    emptied = f"--corrects {last.id}" + (f" --period {last.period}" if last.period else "")
    if rows:
        often = sorted(unused.items(), key=lambda item: (-item[1], item[0]))[:MOST_REASONS]
        reasons = ", ".join(f"{reason}: {number:,}" for reason, number in often)
        raise UnusableInput(
            file,
            f"it brings {rows:,} {'row' if rows == 1 else 'rows'} for {what}, of which none can be used, and "
            f"{last.id} stays in force. By reason {reasons}" + (f". {first}" if first else ""),
            remedy="Correct the file and load it again. If nothing is to stand there any more, load a file "
            f"that has the header only, with {emptied}",
        )
    if corrects is None:
        raise UnusableInput(
            file,
            f"it has no rows, and {last.id} stands for {what}",
            remedy=f"If nothing is to stand there any more, load it with {emptied}",
        )
