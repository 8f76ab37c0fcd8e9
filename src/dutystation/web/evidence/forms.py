from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dutystation.terms.errors import Refused
from dutystation.web.evidence.models import REASONS
from dutystation.web.evidence.rules import ENDINGS, kind_of, within
from dutystation.web.evidence.wording import refused_in_words


class DocumentForm(forms.Form):
    """A document, and which of the things that are asked for it is. `items` are their ids and words."""

    document = forms.FileField(
        label=_("Document"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        max_length=255,
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, items: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"] = forms.ChoiceField(
            label=_("What it shows"),
            choices=list(items.items()),
            widget=forms.Select(attrs={"class": "usa-select"}),
        )
        self.fields["document"].help_text = _(
            "A PDF, a picture (PNG, JPEG, TIFF) or an office file without macros (DOCX, XLSX, ODT), "
            "of %(limit)s megabytes at most"
        ) % {"limit": settings.EVIDENCE_LIMIT // 1_000_000}
        self.order_fields(["item", "document"])

    @property
    def scanner_is_set(self) -> bool:
        """Whether documents are scanned for malware before they are kept."""
        return bool(settings.CLAMD)

    def clean_document(self) -> UploadedFile[bytes]:
        document: UploadedFile[bytes] = self.cleaned_data["document"]
        try:
            with refused_in_words():
                within(document.size or 0, settings.EVIDENCE_LIMIT)
                kind_of(document.name or "", document.read())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        document.seek(0)
        return document


class WithdrawalForm(forms.Form):
    """Why a document is withdrawn."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[(reason.value, words) for reason, words in REASONS.items()]
    )
