"""What can be done, as events name it, and the sentence each is shown as.

A verb is `subject.what`. A new verb is a line here; the sentence may name `details` of the event.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext


class Verb(StrEnum):
    PERSON_SIGNED_IN = "person.signed_in"
    PERSON_SIGN_IN_REFUSED = "person.sign_in_refused"
    PERSON_SIGNED_OUT = "person.signed_out"
    ROLE_GRANTED = "role.granted"
    DELEGATE_RECORDED = "delegate.recorded"
    DELEGATE_ENDED = "delegate.ended"
    ROLE_ENDED = "role.ended"
    PASSWORD_SET = "person.password_set"
    DIRECTORY_RECEIVED = "directory.received"
    DAY_DONE = "day.done"
    DAY_FAILED = "day.failed"
    RUN_RECEIVED = "run.received"
    RESULTS_TAKEN = "run.results_taken"
    RECORD_VIEWED = "record.viewed"
    RECORD_DOWNLOADED = "record.downloaded"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_CORRECTION_PROMISED = "dispute.correction_promised"
    DISPUTE_EXPLAINED = "dispute.explained"
    DISPUTE_WITHDRAWN = "dispute.withdrawn"
    DISPUTE_CORRECTED = "dispute.corrected"
    DISPUTES_VIEWED = "dispute.list_viewed"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_REFUSED = "evidence.refused"
    EVIDENCE_OPENED = "evidence.opened"
    EVIDENCE_WITHDRAWN = "evidence.withdrawn"
    EVIDENCE_DESTROYED = "evidence.destroyed"
    KEYS_ROTATED = "keys.rotated"
    REQUEST_DRAFTED = "request.drafted"
    REQUEST_RECORDED = "request.recorded"
    REQUEST_DAY_CORRECTED = "request.day_corrected"
    REQUEST_SUBMITTED = "request.submitted"
    REQUEST_ACKNOWLEDGED = "request.acknowledged"
    REQUEST_ITEM_JUDGED = "request.item_judged"
    REQUEST_RETURNED = "request.returned"
    REQUEST_HANDED_IN = "request.handed_in"
    REQUEST_INTERIM = "request.interim"
    REQUEST_DELAYED = "request.delayed"
    REQUEST_WITHDRAWN = "request.withdrawn"
    REQUEST_GIVEN_UP = "request.given_up"
    REQUEST_AGREED = "request.agreed"
    REQUEST_DECIDED = "request.decided"
    REQUEST_RECONSIDERED = "request.reconsideration_asked"
    REQUEST_CONFIRMED = "request.confirmed"
    REQUEST_REOPENED = "request.reopened"
    REQUEST_LAPSED = "request.lapsed"
    REQUEST_REMINDED = "request.reminded"
    REQUEST_VIEWED = "request.viewed"
    REQUESTS_VIEWED = "request.list_viewed"
    REQUEST_LETTER_TAKEN = "request.letter_taken"
    DECISIONS_EXPORTED = "decisions.exported"
    SITUATIONAL_ASKED = "situational.asked"
    SITUATIONAL_APPROVED = "situational.approved"
    SITUATIONAL_DECLINED = "situational.declined"
    SITUATIONAL_WITHDRAWN = "situational.withdrawn"
    SITUATIONAL_GIVEN_BACK = "situational.given_back"
    SITUATIONAL_LAPSED = "situational.lapsed"
    SITUATIONAL_ENDED = "situational.ended"
    SITUATIONAL_VIEWED = "situational.viewed"
    SITUATIONALS_VIEWED = "situational.list_viewed"
    SEATS_DRAWN = "seats.drawn"
    SEAT_OFFERED = "seat.offered"
    SEATS_VIEWED = "seats.viewed"
    DIRECTIVE_ISSUED = "directive.issued"
    DIRECTIVE_REISSUED = "directive.reissued"
    DIRECTIVE_RESCINDED = "directive.rescinded"
    NOTICES_ADDED = "notice.added_to_newcomers"
    NOTICES_CHASED = "notice.chased"
    NOTICES_DISPATCHED = "notice.dispatched"
    NOTICE_READ = "notice.read"
    NOTICE_ACKNOWLEDGED = "notice.acknowledged"
    NOTICES_VIEWED = "notice.list_viewed"
    FILING_OPENED = "filing.opened"
    FILING_NARRATIVE_WRITTEN = "filing.narrative_written"
    FILING_GAP_EXPLAINED = "filing.gap_explained"
    FILING_PREPARED = "filing.prepared"
    FILING_DECLINED = "filing.declined"
    FILING_CERTIFIED = "filing.certified"
    FILING_NOT_CONFIRMED = "filing.certification_not_confirmed"
    FILING_RETURNED = "filing.returned"
    FILING_WITHDRAWN = "filing.withdrawn"
    FILING_VIEWED = "filing.viewed"
    FILING_DOWNLOADED = "filing.downloaded"
    FILING_REMINDED = "filing.reminded"
    FILING_CHASED = "filing.chased"
    OBLIGATION_RECORDED = "obligation.recorded"
    DEPARTMENT_CONSOLIDATED = "department.consolidated"
    RELEASE_PROPOSED = "release.proposed"
    RELEASE_DECLINED = "release.declined"
    RELEASE_APPROVED = "release.approved"
    RETENTION_VIEWED = "retention.viewed"
    HOLD_PLACED = "hold.placed"
    HOLD_VIEWED = "hold.viewed"
    HOLD_RELEASE_ASKED = "hold.release_asked"
    HOLD_RELEASED = "hold.released"
    DISPOSAL_PROPOSED = "disposal.proposed"
    DISPOSAL_VIEWED = "disposal.viewed"
    DISPOSAL_PUT_FORWARD = "disposal.put_forward"
    DISPOSAL_APPROVED = "disposal.approved"
    DISPOSAL_DECLINED = "disposal.declined"
    DISPOSAL_DONE = "disposal.done"
    FINDINGS_TAKEN = "findings.taken"
    FINDINGS_VIEWED = "findings.viewed"
    FINDINGS_EXPORTED = "findings.exported"
    FINDINGS_ASSIGNED = "findings.assigned"
    FINDINGS_DUE_MOVED = "findings.due_moved"
    FINDINGS_EXPLAINED = "findings.explained"
    FINDINGS_REOPENED = "findings.reopened"
    QUESTIONS_VIEWED = "questions.viewed"
    QUESTION_ANSWERED = "question.answered"
    CASES_VIEWED = "cases.viewed"
    CASES_EXPORTED = "cases.exported"
    CASES_ASSIGNED = "cases.assigned"
    CASES_MOVED = "cases.moved"
    EVENTS_VIEWED = "events.viewed"
    EVENTS_EXPORTED = "events.exported"


SENTENCES: Mapping[Verb, str] = {
    Verb.PERSON_SIGNED_IN: "signed in",
    Verb.PERSON_SIGN_IN_REFUSED: "was refused at sign-in",
    Verb.PERSON_SIGNED_OUT: "signed out",
    Verb.ROLE_GRANTED: "was given the role {role} for {unit} from {from_day}",
    Verb.DELEGATE_RECORDED: "acts for {principal} as {role} for {unit} from {from_day} to {until_day}",
    Verb.DELEGATE_ENDED: "acts for {principal} as {role} for {unit} no more",
    Verb.ROLE_ENDED: "holds the role {role} for {unit} no longer than {until_day}",
    Verb.PASSWORD_SET: "set a password",
    Verb.DIRECTORY_RECEIVED: "took {people} names and addresses",
    Verb.DAY_DONE: "did the work of the day",
    Verb.DAY_FAILED: "could not finish the work of the day: {of}",
    Verb.RUN_RECEIVED: "took {people} people from the run {run}",
    Verb.RESULTS_TAKEN: "took {figures} figures from the run {run}",
    Verb.RECORD_VIEWED: "looked at the record from {first} to {last}",
    Verb.RECORD_DOWNLOADED: "downloaded the record from {first} to {last}",
    Verb.DISPUTE_OPENED: "disputed {day}, to be answered by {due_on}",
    Verb.DISPUTE_CORRECTION_PROMISED: "answered on {day}: the sender will correct it",
    Verb.DISPUTE_EXPLAINED: "answered on {day} with an explanation",
    Verb.DISPUTE_WITHDRAWN: "withdrew the dispute about {day}",
    Verb.DISPUTE_CORRECTED: "found {day} counted differently in the run {run}",
    Verb.DISPUTES_VIEWED: "looked at the list of disputes",
    Verb.EVIDENCE_ADDED: "added a document of {size} bytes to {to}",
    Verb.EVIDENCE_REFUSED: "was refused a document for {to}, in which the scanner found {malware}",
    Verb.EVIDENCE_OPENED: "opened a document of {to}",
    Verb.EVIDENCE_WITHDRAWN: "withdrew a document of {to}",
    Verb.EVIDENCE_DESTROYED: "destroyed a document of {to} under {item}",
    Verb.KEYS_ROTATED: "sealed {count} values anew with the key {key}",
    Verb.REQUEST_DRAFTED: "wrote a request",
    Verb.REQUEST_RECORDED: "wrote down a request that was made by word of mouth on {asked_on}",
    Verb.REQUEST_DAY_CORRECTED: "mended the day of the request from {before} to {asked_on}",
    Verb.REQUEST_SUBMITTED: "handed the request in, to be decided by {decide_by}",
    Verb.REQUEST_ACKNOWLEDGED: "took the request up",
    Verb.REQUEST_ITEM_JUDGED: "judged a document, sufficient: {sufficient}",
    Verb.REQUEST_RETURNED: "asked for documents; the clock stands still",
    Verb.REQUEST_HANDED_IN: "handed documents in, to be decided by {decide_by}",
    Verb.REQUEST_INTERIM: "noted what holds from {from_day} until the decision",
    Verb.REQUEST_DELAYED: "noted that it takes longer, until {expected_on}",
    Verb.REQUEST_WITHDRAWN: "withdrew the request",
    Verb.REQUEST_GIVEN_UP: "gave up what was approved, with the end of {ended_on}",
    Verb.REQUEST_AGREED: "agreed as {role}",
    Verb.REQUEST_DECIDED: "decided: {outcome}",
    Verb.REQUEST_RECONSIDERED: "asked another official to look at it again",
    Verb.REQUEST_CONFIRMED: "found that it still holds, to be looked at again on {review_on}",
    Verb.REQUEST_REOPENED: "reopened the request",
    Verb.REQUEST_LAPSED: "lapsed on {ended_on}",
    Verb.REQUEST_REMINDED: "was reminded {days} days before the end",
    Verb.REQUEST_VIEWED: "looked at the request",
    Verb.REQUESTS_VIEWED: "looked at the list of requests",
    Verb.REQUEST_LETTER_TAKEN: "took the letter of {decision}",
    Verb.DECISIONS_EXPORTED: "exported {count} decisions for the measurement",
    Verb.SITUATIONAL_ASKED: "asked for situational telework on {day}",
    Verb.SITUATIONAL_APPROVED: "approved situational telework on {day} as {role}",
    Verb.SITUATIONAL_DECLINED: "declined situational telework on {day} as {role}",
    Verb.SITUATIONAL_WITHDRAWN: "took back what was asked for {day}",
    Verb.SITUATIONAL_GIVEN_BACK: "gave the approved {day} back",
    Verb.SITUATIONAL_LAPSED: "found {day} not decided in time",
    Verb.SITUATIONAL_ENDED: "found {day} not decided before the order was rescinded",
    Verb.SITUATIONAL_VIEWED: "looked at a day that was asked for",
    Verb.SITUATIONALS_VIEWED: "looked at the list of days to decide",
    Verb.SEATS_DRAWN: "drew the order of {people} people at {facility}, draw {round}, with the seed {seed}",
    Verb.SEAT_OFFERED: "offered a seat at {facility} to number {place} of {waited}, in turn: {in_turn}",
    Verb.SEATS_VIEWED: "looked at who waits for a seat at {facility}",
    Verb.DIRECTIVE_ISSUED: "issued {title}, version {version}, to {people} people from {from_day}",
    Verb.DIRECTIVE_REISSUED: "issued {title} anew as version {version}, to {people} people from {from_day}",
    Verb.DIRECTIVE_RESCINDED: "rescinded {title} with version {version} from {from_day}",
    Verb.NOTICES_ADDED: "gave {people} newcomers a notice of version {version}",
    Verb.NOTICES_CHASED: "reminded {people} people who had not acknowledged version {version}",
    Verb.NOTICES_DISPATCHED: "told {people} people of version {version} ({what})",
    Verb.NOTICE_READ: "read the notice of version {version}",
    Verb.NOTICE_ACKNOWLEDGED: "acknowledged the notice of version {version}",
    Verb.NOTICES_VIEWED: "looked at who acknowledged version {version}",
    Verb.FILING_OPENED: "opened a filing of {component}, due on {due_on}",
    Verb.FILING_NARRATIVE_WRITTEN: "wrote what goes with the filing",
    Verb.FILING_GAP_EXPLAINED: "explained a missing delivery of {table} for {period}",
    Verb.FILING_PREPARED: "prepared version {version} from the run {run}",
    Verb.FILING_DECLINED: "gave version {version} back to who prepared it",
    Verb.FILING_CERTIFIED: "certified and filed version {version}",
    Verb.FILING_NOT_CONFIRMED: "was asked again who they are before certifying, and was not confirmed",
    Verb.FILING_RETURNED: "returned version {version} for correction",
    Verb.FILING_WITHDRAWN: "withdrew version {version}",
    Verb.FILING_VIEWED: "looked at {what} of the filing",
    Verb.FILING_DOWNLOADED: "downloaded version {version} of the filing",
    Verb.FILING_REMINDED: "reminded {people} people of {component} of the report due on {due_on}",
    Verb.FILING_CHASED: "asked {people} people of {component} for the report due on {due_on}",
    Verb.OBLIGATION_RECORDED: "recorded of {obligation} that it was met on {met_on}",
    Verb.DEPARTMENT_CONSOLIDATED: "put {filed} reports together as number {number}; missing: {missing}",
    Verb.RELEASE_PROPOSED: "proposed to release number {number}",
    Verb.RELEASE_DECLINED: "declined to release number {number}",
    Verb.RELEASE_APPROVED: "released number {number} as {name}",
    Verb.RETENTION_VIEWED: "looked at how long records are kept",
    Verb.HOLD_PLACED: "placed a hold on {reach}",
    Verb.HOLD_VIEWED: "looked at the hold",
    Verb.HOLD_RELEASE_ASKED: "asked for the release of the hold",
    Verb.HOLD_RELEASED: "released the hold",
    Verb.DISPOSAL_PROPOSED: "listed {documents} documents of {component} that are past their time",
    Verb.DISPOSAL_VIEWED: "looked at the list of what is past its time",
    Verb.DISPOSAL_PUT_FORWARD: "looked through the list and put it forward",
    Verb.DISPOSAL_APPROVED: "approved that {documents} documents are destroyed",
    Verb.DISPOSAL_DECLINED: "declined to destroy what is on the list",
    Verb.DISPOSAL_DONE: "destroyed {destroyed} documents and kept {kept}",
    Verb.FINDINGS_TAKEN: "took what the run {run} found: {new} new, {reopened} open again, {mended} mended",
    Verb.FINDINGS_VIEWED: "looked at the findings of the kind {kind}",
    Verb.FINDINGS_EXPORTED: "exported findings of the kind {kind}",
    Verb.FINDINGS_ASSIGNED: "gave {count} findings of the kind {kind} to {owner}",
    Verb.FINDINGS_DUE_MOVED: "moved the day of {count} findings of the kind {kind} to {due_on}",
    Verb.FINDINGS_EXPLAINED: "explained {count} findings of the kind {kind}",
    Verb.FINDINGS_REOPENED: "reopened {count} findings of the kind {kind}",
    Verb.QUESTIONS_VIEWED: "looked at the questions about their days",
    Verb.QUESTION_ANSWERED: "answered the question about {day}",
    Verb.CASES_VIEWED: "looked at the list of {which}",
    Verb.CASES_EXPORTED: "exported the list of {which}",
    Verb.CASES_ASSIGNED: "gave {count} of the {which} to {owner}",
    Verb.CASES_MOVED: "moved the day for looking at {count} of the {which} to {due_on}",
    Verb.EVENTS_VIEWED: "looked at events",
    Verb.EVENTS_EXPORTED: "exported events {first} to {last}",
}


def sentence(verb: str, details: Mapping[str, Any]) -> str:
    """The event as a sentence without its actor; a detail that is missing shows as a dash."""

    class _Dashes(dict[str, Any]):
        def __missing__(self, key: str) -> str:
            return "–"

    return gettext(SENTENCES[Verb(verb)]).format_map(_Dashes(details))
