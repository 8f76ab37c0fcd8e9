"""Once a day every subject does what happens by itself, mails go out, and it is an event."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from tests.web.cast import act_of
from tests.web.issued_orders import issue_order
from tests.web.planted import WORD, Logged

import dutystation.web
from dutystation.cli.main import main
from dutystation.web.accounts.models import Person
from dutystation.web.audit.act import SYSTEM
from dutystation.web.audit.models import Event
from dutystation.web.audit.verbs import sentence
from dutystation.web.mail.actions import write
from dutystation.web.notices.models import Notice
from dutystation.web.site import daily
from dutystation.web.site.daily import WORK, Done, work_of_the_day


def test_every_subject_that_has_daily_work_is_asked() -> None:
    [web] = dutystation.web.__path__
    subjects = {file.parent.name for file in Path(web).glob("*/daily.py")} - {"site"}
    assert set(WORK) == subjects
    assert all(work.__module__.split(".")[-2] == subject for subject, work in WORK.items())


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


def breaks(*_: object) -> None:
    raise ValueError(f"what somebody wrote: {WORD}")


def test_a_subject_that_fails_keeps_no_other_one_from_its_work(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    later = {"exception_requests": lambda act: done.append("exception_requests")}
    monkeypatch.setattr(daily, "WORK", {"notices": breaks, **later})
    with Logged() as logged:
        assert work_of_the_day(act_of(SYSTEM)) == Done(0, 0, ("notices",))
    assert done == ["exception_requests"]
    failed = Event.objects.get(verb="day.failed")
    assert (failed.subject, failed.about, failed.details) == ("day", "", {"of": "notices"})
    assert sentence(failed.verb, failed.details) == "could not finish the work of the day: notices"
    assert Event.objects.filter(verb="day.done").exists()
    assert any("in breaks" in line for line in logged.lines)
    assert logged.holding() == []


def test_mail_that_cannot_be_sent_is_said_and_the_day_is_done_all_the_same(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "send_waiting", breaks)
    issue_order()
    assert work_of_the_day(act_of(SYSTEM)).not_done == ("mail",)
    assert Event.objects.filter(verb="day.done").exists()


WHY = {
    "ada": SMTPRecipientsRefused({WORD: (550, WORD.encode())}),
    "boris": SMTPResponseException(452, WORD.encode()),
    "chen": SMTPServerDisconnected(WORD),
    "dana": ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET), WORD),
}
"""What comes in the way of each one's mail; servers write names and addresses into their answers."""


def test_mails_that_could_not_be_sent_are_counted_by_their_reasons_and_nobody_is_named(
    cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(message: EmailMessage) -> int:
        if found := WHY.get(message.to[0].partition("@")[0]):
            raise found
        return 1

    Person.objects.filter(pk="pia").update(email="")
    monkeypatch.setattr(EmailMessage, "send", refused)
    for person in (*WHY, "pia", "eve"):
        write(cast[person], WORD, WORD, about="day", at=act_of(SYSTEM).at)
    done = work_of_the_day(act_of(SYSTEM))
    assert (done.mails_sent, done.mails_failed) == (1, 5)
    assert done.why_failed == {
        "SMTPRecipientsRefused, the server answered 550": 1,
        "SMTPResponseException, the server answered 452": 1,
        "SMTPServerDisconnected": 1,
        "ConnectionResetError, connection reset by peer": 1,
        "no address is known": 1,
    }


def test_the_command_says_why_mails_could_not_be_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "web").mkdir()
    done = Done(0, 1_203, (), {"SMTPServerDisconnected": 1_200, "no address is known": 3})
    monkeypatch.setattr("dutystation.web.site.commands.do_the_day", lambda _: done)
    with pytest.raises(SystemExit):
        main(["cases", "daily", str(tmp_path)])
    assert capsys.readouterr().out == (
        "0 mails were sent, 1,203 could not be.\n"
        "1,200 of those: SMTPServerDisconnected.\n"
        "3 of those: no address is known.\n"
    )


@pytest.mark.parametrize(("not_done", "code"), [((), 0), (("notices",), 1)])
def test_the_command_ends_with_one_where_not_all_could_be_done(
    not_done: tuple[str, ...],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "web").mkdir()
    monkeypatch.setattr("dutystation.web.site.commands.do_the_day", lambda _: Done(2, 0, not_done))
    with pytest.raises(SystemExit) as ended:
        main(["cases", "daily", str(tmp_path)])
    assert ended.value.code == code
    assert ("Not all of this could be done: notices." in capsys.readouterr().out) == bool(not_done)
