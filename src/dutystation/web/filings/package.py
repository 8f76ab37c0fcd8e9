"""A filed version as one signed file that anybody can check without this application.

In the package are `filing.pdf`, `filing.xlsx`, and as JSON `content.json`, `certification.json` and schemas.
In the named edition the bytes of `content.json` are those whose SHA-256 was certified, and the bytes of
`people.jsonl` have the hash that stands in it, so that `sha256sum` alone shows that nothing was changed.

The same version gives the same bytes; it is made anew whenever somebody asks, and nothing of it stays here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from dutystation.directives.directive import Directive
from dutystation.published.canonical import canonical, sha256_of
from dutystation.published.json_text import write_json
from dutystation.published.package import make_package
from dutystation.published.signing import fingerprint
from dutystation.reports.filing import (
    SCHEMAS,
    Certified,
    Edition,
    Filed,
    PersonNotReturned,
    as_json,
    content_from,
    schema,
)
from dutystation.reports.filing_pdf import write_filing_pdf
from dutystation.reports.filing_shielded import without_people
from dutystation.reports.filing_workbook import write_filing_workbook
from dutystation.terms.errors import Refused
from dutystation.terms.period import ALL_PERIODS
from dutystation.terms.series_break import SeriesBreak, breaks_of, breaks_within
from dutystation.web.accounts.roles import Role
from dutystation.web.audit.act import Act
from dutystation.web.audit.actions import record
from dutystation.web.audit.verbs import Verb
from dutystation.web.filings.difference import Content
from dutystation.web.filings.models import Certification, FiledPerson, Version
from dutystation.web.filings.people import COLUMNS, entry
from dutystation.web.filings.queries import content, people_of
from dutystation.web.notices.models import IssuedDirective
from dutystation.web.notices.queries import directive_of

PDF, WORKBOOK = "filing.pdf", "filing.xlsx"
CONTENT, PEOPLE, CERTIFICATION = "content.json", "people.jsonl", "certification.json"
AT_ONCE = 2_000
"""People read at a time."""


@dataclass(frozen=True)
class TakenPackage:
    """A package as it is given out. Its file has no name any more: read or let go, it is gone."""

    name: str
    size: int
    chunks: Iterator[bytes]


def take_package(act: Act, version: Version, edition: Edition) -> TakenPackage:
    """Makes the package of a filed version; that somebody took it is recorded.

    Whoever calls asks first whether the version is in sight. Raises Refused where it was never filed, or
    where what is kept of it is not what was certified.
    """
    certification = Certification.objects.filter(version=version).first()
    if certification is None:
        raise Refused(_("This version was never filed, so there is no package of it."))
    filed = filed_of(version, certification)
    if edition is Edition.WITHOUT_PEOPLE:
        filed = without_people(filed, smallest_published_count=_smallest(version))
    with TemporaryDirectory(prefix=".package-", dir=settings.WEB_FOLDER) as name:
        folder, packed = Path(name) / "filing", Path(name) / "package.zip"
        folder.mkdir()
        _write(filed, version, folder)
        manifest = make_package(folder, packed, settings.SIGNING_KEY)
        size, chunks = packed.stat().st_size, _chunks(packed)
        next(chunks)
    with transaction.atomic():
        record(
            act,
            Verb.FILING_DOWNLOADED,
            str(version.filing),
            component=version.filing.component_id,
            version=version.number,
            edition=edition.value,
            manifest_sha256=manifest,
        )
    return TakenPackage(_name(version, edition), size, chunks)


def _chunks(package: Path) -> Iterator[bytes]:
    """The pieces of a file. The first is empty: taken before the file loses its name, it holds it open."""
    with package.open("rb") as file:
        yield b""
        while piece := file.read(1 << 20):
            yield piece


def signer() -> str:
    """The fingerprint of the key that signs, for whoever checks a package."""
    return fingerprint(settings.SIGNING_KEY.public_key())


def filed_of(version: Version, certification: Certification) -> Filed:
    """The named edition of a filed version. Raises Refused where it is not what was certified."""
    if not sha256_of(content(version)) == version.sha256 == certification.sha256:
        raise _changed()
    return Filed(
        Edition.NAMED,
        content_from(content(version)),
        Certified(
            statement=certification.statement,
            by=certification.person_id,
            role=Role(certification.role).words,
            as_delegate=certification.as_delegate,
            at=certification.at,
            days_late=certification.days_late,
            sha256=certification.sha256,
        ),
        _People(version),
        why=version.why,
        series_breaks=breaks_within_figures(_order_of(version), content(version), version.as_of),
    )


class _People:
    """The people of a version by id, in the order of code points whatever the database. Read in pieces."""

    def __init__(self, version: Version) -> None:
        self._keys = [key for _, key in sorted(people_of(version).values_list("person", "pk"))]

    def rows(self) -> Iterator[FiledPerson]:
        for start in range(0, len(self._keys), AT_ONCE):
            keys = self._keys[start : start + AT_ONCE]
            found = FiledPerson.objects.in_bulk(keys)
            yield from (found[key] for key in keys)

    def __iter__(self) -> Iterator[PersonNotReturned]:
        for row in self.rows():
            yield PersonNotReturned(**{column: getattr(row, column) for column in COLUMNS})


def _write(filed: Filed, version: Version, folder: Path) -> None:
    """Every file of the package."""
    write_filing_pdf(filed, folder / PDF)
    write_filing_workbook(filed, folder / WORKBOOK)
    if filed.is_named:
        (folder / CONTENT).write_bytes(canonical(content(version)))
        _write_people(version, folder / PEOPLE)
    else:
        (folder / CONTENT).write_bytes(canonical(as_json(filed.content)))
    described = {"edition": filed.edition.value, **as_json(filed.certification)}
    write_json(folder / CERTIFICATION, described)
    for name in SCHEMAS:
        if filed.is_named or name != "person":
            write_json(folder / f"{name}.schema.json", schema(name))


def _write_people(version: Version, path: Path) -> None:
    """One line is a person. Raises Refused where they are not those of the content that was certified."""
    hashed = hashlib.sha256()
    with path.open("wb") as file:
        for row in _People(version).rows():
            line = canonical(entry(row)) + b"\n"
            hashed.update(line)
            file.write(line)
    if hashed.hexdigest() != content(version)["people_sha256"]:
        raise _changed()


def _changed() -> Refused:
    return Refused(
        _("What is kept of this version is not what was certified."),
        remedy=_("Tell whoever runs the program; no package is made of it."),
    )


def _order_of(version: Version) -> Directive:
    """The order as it was when the version was prepared: a reissue changes no package."""
    held = content(version)
    issued = IssuedDirective.objects.filter(name=held["order"], sha256=held["order_sha256"])
    return directive_of(issued.earliest("version"))


def breaks_within_figures(order: Directive, held: Content, as_of: date) -> tuple[SeriesBreak, ...]:
    """The series breaks of a component that the pay periods of a content lie on both sides of."""
    calendar = order.rules_on(as_of).calendar
    labels = {figure["period"] for figure in held["figures"]} - {ALL_PERIODS}
    spans = [span for label in labels if (span := calendar.labelled(label))]
    if not spans:
        return ()
    own = breaks_of(order.series_breaks, held["component"])
    return breaks_within(own, min(spans).first, max(spans).last)


def _smallest(version: Version) -> int:
    return _order_of(version).rules_on(version.as_of).smallest_published_count


def _name(version: Version, edition: Edition) -> str:
    parts = (
        version.filing.component_id,
        version.filing.obligation,
        f"version-{version.number}",
        *([] if edition is Edition.NAMED else ["without-people"]),
    )
    return get_valid_filename("-".join(map(str, parts))) + ".zip"
