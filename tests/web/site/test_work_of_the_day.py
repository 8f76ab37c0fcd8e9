"""Once a day every subject does what happens by itself, mails go out, and it is an event."""

from __future__ import annotations

from pathlib import Path

from django.core import mail
from tests.web.cast import act_of
from tests.web.issued_orders import issue_order

import dutystation.web
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.notices.models import Notice
from dutystation.web.site.daily import WORK, work_of_the_day


def test_every_subject_that_has_daily_work_is_asked() -> None:
    [web] = dutystation.web.__path__
    subjects = {file.parent.name for file in Path(web).glob("*/daily.py")} - {"site"}
    assert {work.__module__.split(".")[-2] for work in WORK} == subjects


def test_a_newcomer_gets_a_notice_and_mails_go_out_once(cast: dict[str, Person]) -> None:
    issue_order()
    newcomer = Person.objects.create(
        person="zoe", email="zoe@rivers.example", unit_id="BANK", on_rolls=True, population="civilian"
    )
    work_of_the_day(act_of(SYSTEM))
    assert Notice.objects.filter(person=newcomer).count() == 1
    assert ["zoe@rivers.example"] in [sent.to for sent in mail.outbox]
    sent = len(mail.outbox)
    work_of_the_day(act_of(SYSTEM))
    assert len(mail.outbox) == sent
    assert Event.objects.filter(verb="day.done").count() == 2
