"""From a name or a file to a checked Directive. Everything that can be wrong with it is said here.

Refused are: what is not YAML in UTF-8, unknown and repeated keys, missing rules and grounds, a value
without clause or source, a value of the wrong kind or unit, values that leave a gap or overlap, a source
that is referred to but not listed, a right that names something that is no rule, and a series break within a
pay period.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from importlib.resources import files
from string import Formatter

from dutystation.directives.directive import Directive, Order
from dutystation.directives.named_files import ShippedFiles, checked_content
from dutystation.directives.outline import DIRECTIVE_FILE, Outline, complaint, key_text
from dutystation.directives.rules import RULE_NAMES
from dutystation.directives.values import shown
from dutystation.terms.period import PayCalendar

_SHIPPED = ShippedFiles(DIRECTIVE_FILE, files("dutystation.directives").joinpath("texts"))


def shipped_directives() -> tuple[str, ...]:
    """The names of the directives that come with the package, sorted."""
    return _SHIPPED.names


def load_directive(name_or_file: str) -> Directive:
    """A shipped directive by its name, otherwise the file at that path.

    Raises UnusableDirective: the name is not shipped and no such file can be read, or the file breaks a
    rule of the format.
    """
    found = _SHIPPED.file(name_or_file)
    return read_directive(found.raw, name=found.name, file=found.label)


def read_directive(raw: bytes, *, name: str, file: str) -> Directive:
    """The directive that the bytes of a file hold. `file` is what messages call it."""
    outline, order = checked_content(raw, file, Order, DIRECTIVE_FILE)
    _refuse_unlisted_sources(outline, order, file)
    _refuse_unknown_rules(outline, order, file)
    _refuse_breaks_within_a_period(outline, order, file)
    return Directive(name=name, sha256=hashlib.sha256(raw).hexdigest(), order=order, source_text=raw)


def _refuse_unlisted_sources(outline: Outline, order: Order, file: str) -> None:
    """Every `source` and every entry of `sources` in the file names one of the listed sources."""
    unlisted = [
        (outline.line_of(path), path, text)
        for path, text in outline.texts()
        if (path[-1] == "source" or (len(path) > 1 and path[-2] == "sources" and isinstance(path[-1], int)))
        and text.strip() not in order.sources
    ]
    for line, path, text in sorted(unlisted, key=lambda found: found[0]):
        remedy = "Add it under sources, or name one of: " + ", ".join(order.sources)
        raise complaint(
            file, f"no source is called {shown(text)}", line=line, key=key_text(path), remedy=remedy
        )


def _refuse_unknown_rules(outline: Outline, order: Order, file: str) -> None:
    """Every name in braces in `denial_rights` is that of a rule, whose number then stands there."""
    for number, right in enumerate(order.denial_rights):
        try:
            braces = [found[1:] for found in Formatter().parse(right.says) if found[1] is not None]
        except ValueError:
            braces = [("{", "", None)]
        if any(name not in RULE_NAMES or spec or conversion for name, spec, conversion in braces):
            path = ("denial_rights", number, "says")
            raise complaint(
                file,
                f"braces hold something that is no rule in {shown(right.says)}",
                line=outline.line_of(path),
                key=key_text(path),
                remedy="Write the name of a rule in braces, or none",
            )


def _refuse_breaks_within_a_period(outline: Outline, order: Order, file: str) -> None:
    """Figures are of whole pay periods: one with a break inside would belong to neither side of it."""
    for number, stated in enumerate(order.series_breaks):
        day, rules = stated.first_day, order.rules
        anchor = rules.pay_period_anchor.on(day) or rules.pay_period_anchor.values[0]
        days = rules.pay_period_days.on(day) or rules.pay_period_days.values[0]
        period = PayCalendar(anchor.value, days.value).period_of(day)
        if period.first != day:
            path = ("series_breaks", number, "first_day")
            raise complaint(
                file,
                f"{day} lies within the pay period from {period.first} to {period.last}",
                line=outline.line_of(path),
                key=key_text(path),
                remedy=f"Write the first day of a pay period, such as {period.last + timedelta(days=1)}; "
                "the clause can name the day itself",
            )
