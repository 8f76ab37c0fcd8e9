"""What people are told of a document that is not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutystation.terms.errors import Refused
from dutystation.web.evidence.rules import Flaw, Unfit

Words = str | Promise
_GIVE: Words = _("Give a PDF, a picture (PNG, JPEG, TIFF) or an office file (DOCX, XLSX, ODT).")
_AS_PDF: Words = _("Save it as a PDF and give that.")
_FLAWS: Mapping[Flaw, tuple[Words, Words]] = {
    Flaw.EMPTY: (_("The file is empty."), _("Choose another one.")),
    Flaw.NO_ENDING: (_("The file has no ending."), _GIVE),
    Flaw.OTHER_ENDING: (_("A file that ends in “%(named)s” is not taken."), _GIVE),
    Flaw.OTHER_CONTENT: (
        _("The file ends in %(named)s, but its content is something else."),
        _(
            "Save it anew, without a password, as a PDF, a picture (PNG, JPEG, TIFF) or an office file "
            "(DOCX, XLSX, ODT)."
        ),
    ),
    Flaw.TOO_LARGE: (
        _("The file is larger than %(named)s MB."),
        _("Scan it with fewer dots per inch, or give it in parts."),
    ),
    Flaw.MACROS: (_("The file holds macros, which are programs."), _AS_PDF),
    Flaw.GROWS: (_("The file would grow beyond all measure when it is unpacked."), _AS_PDF),
}
"""Each flaw: what is wrong, and what to do."""


@contextmanager
def refused_in_words() -> Iterator[None]:
    """Raises Refused with the sentence of what is wrong, where the rules find a document unfit."""
    try:
        yield
    except Unfit as unfit:
        why, remedy = _FLAWS[unfit.flaw]
        raise Refused(str(why) % {"named": unfit.named}, remedy=str(remedy)) from unfit
