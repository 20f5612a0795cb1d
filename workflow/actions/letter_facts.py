"""What the record of a case tells the lint of its letters."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from letters.catalogue import To, listed_as
from letters.kinds import CorrectionNotice, Document, Letter, Reply
from letters.lint.facts import MIN_CORRECTION_DAYS, CaseFacts, Change, ItemFacts
from letters.lint.happened import Consulted, Correction, EarlierReply, Extension, Numbered
from letters.lint.papers import Clause, Enclosure, Issuer, Seal, UrlCheck
from letters.lint.reading import bare
from letters.parts import ToApplicant
from letters.titles import itself
from workflow.actions.agency_profile import profile_of, remedy_policy
from workflow.actions.writing.common import regime
from workflow.actions.writing.replies import remedies_of
from workflow.files.ledger_columns import CHANNELS, UNNAMED
from workflow.rules.calendar import Calendar
from workflow.rules.clock import EventType
from workflow.rules.clock_events import Party
from workflow.rules.exemptions import Ground
from workflow.rules.outcomes import Family, Outcome
from workflow.rules.record.deciding import ItemDraft
from workflow.rules.record.intake import Registered
from workflow.rules.remedies import Effect, Recipient, remedies
from workflow.store.dossier import ConsultationText, Dossier, ItemText
from workflow.store.letter_register import OtherReply, Registration

MIN_DAYS = "min_correction_days"
"""Setting of an agency: working days that an applicant has at least for a correction."""

SEAL = "seal"
"""Setting of an agency: what its seal reads; its name where it is not set."""


def facts_of(papers: Dossier, letter: Document, beside: "Beside") -> CaseFacts:
    """Return the facts of a case for one of its letters.

    Args:
        papers: The case.
        letter: As it is about to be issued.
        beside: What is said at the issue, and what was looked up for it.
    """
    case, settings, opening = papers.case, papers.agency.settings, papers.opening
    joint = tuple(opening.applicant.joint) if isinstance(opening, Registered) else ()
    named = case.applicant not in {"", UNNAMED} and listed_as(type(letter)).to in {To.APPLICANT, To.THIRD_PARTY}
    return CaseFacts(
        items=tuple(_items(papers)),
        case_no=case.case_no,
        applicants=(case.applicant, *joint) if named else tuple(getattr(letter, "addressees", ())),
        received_on=case.received_on,
        channel=CHANNELS[case.channel],
        due_on=_due_on(papers),
        dispatch_on=beside.on,
        late_reason=beside.late_reason,
        correction=_correction(papers, letter),
        extension=_extension(papers),
        consultations=tuple(_consulted(papers)),
        earlier=tuple(_earlier(papers, beside.replies)),
        register=_register(papers, letter, beside.registered),
        issuer=_issuer(papers),
        profile=profile_of(papers.agency),
        clause=_clause(papers, letter),
        reported_as=case.decided if isinstance(letter, Reply) else None,
        enclosures=tuple(_enclosures(letter, beside)),
        urls={url: UrlCheck.DOCUMENT for url in beside.seen if "://" in url},
        other_refusals=tuple(beside.refusals),
        drafted_by=papers.by.get("drafted", ""),
        reviewed_by=papers.by.get("cleared", ""),
        approved_by=papers.by.get("decided", ""),
        approved_on=papers.decided_on,
        one_person_allowed=papers.agency.one_person,
        min_correction_days=int(settings.get(MIN_DAYS, MIN_CORRECTION_DAYS)),
    )


class Beside:
    """What the lint has to know beside the dossier.

    Args:
        on: Day of the issue; nothing goes out before it.
        late_reason: Why it goes out late.
        seen: Address or enclosure -> what the person who issues saw there.
        files: What of the enclosures lies on the case.
        replies: Replies to the same applicant.
        registered: What the numbers that the letter names stand for.
        refusals: Reasons of other refusals of the agency.
    """

    def __init__(
        self,
        on: date,
        *,
        late_reason: str = "",
        seen: Mapping[str, str] | None = None,
        files: Iterable[Enclosure] = (),
        replies: Iterable[OtherReply] = (),
        registered: Iterable[Registration] = (),
        refusals: Iterable[str] = (),
    ) -> None:
        self.on, self.late_reason, self.seen = on, late_reason, dict(seen or {})
        self.files, self.replies = list(files), list(replies)
        self.registered, self.refusals = list(registered), list(refusals)


def _items(papers: Dossier) -> Iterator[ItemFacts]:
    first = list(papers.opening.items)
    for place, item in enumerate(papers.items):
        was = first[place] if place < len(first) else item.text
        yield ItemFacts(
            wording=was,
            corrected="" if was == item.text else item.text,
            outcome=Outcome(item.outcome) if item.outcome else None,
            grounds=tuple(map(Ground, item.grounds)),
            changes=_checklist(item),
        )


def _checklist(item: ItemText) -> dict[Change, bool]:
    """Return what may have changed since an earlier reply; the draft says in its own words that nothing did."""
    return dict.fromkeys(Change, False) if item.detail.get("unchanged", "").strip() else {}


def _due_on(papers: Dossier) -> date | None:
    return papers.clock.due_on


def _last(papers: Dossier, kind: str) -> tuple[date | None, date | None]:
    """Return when the last letter of a kind was sent and served."""
    found = [one for one in papers.letters if one.kind == kind]
    return (found[-1].dispatched_on, found[-1].served_on) if found else (None, None)


def _correction(papers: Dossier, letter: Document) -> Correction | None:
    asked, days = papers.entries.get("correction_asked"), papers.days
    if asked is None:
        return None
    told = bool([one for one in papers.letters if one.kind == "lapse_notice"])
    asked_on = days.get(EventType.CORRECTION_REQUESTED)
    return Correction(
        asked_on=letter.issued_on if isinstance(letter, CorrectionNotice) else asked_on,
        ask_by=_ask_by(papers),
        last_on=asked.reply_by,
        days=None
        if asked_on is None or asked.reply_by is None
        else _between(papers.calendar, asked_on, asked.reply_by),
        received_on=days.get(EventType.CORRECTION_RECEIVED),
        abandoned=papers.case.outcome is Outcome.C1,
        abandonment_told=told,
    )


def _ask_by(papers: Dossier) -> date | None:
    period = regime(papers).correction_notice_period
    return None if period is None else papers.calendar.add(papers.case.received_on, period)


def _between(calendar: Calendar, first: date, last: date) -> int:
    """Return how many working days there are after one day, up to another."""
    count = 0
    for day in calendar.working_days_after(first):
        if day > last:
            return count
        count += 1
    return count


def _extension(papers: Dossier) -> Extension | None:
    extended, clock = papers.entries.get("extended"), papers.clock
    if extended is None or not clock.extension_days or clock.due_on is None:
        return None
    sent_on, _ = _last(papers, "extension_notice")
    return Extension(
        approved_on=papers.days.get(EventType.EXTENDED),
        served_on=sent_on,
        days=extended.days,
        most=regime(papers).max_extension,
        due_before=extended.due_before,
        due_after=clock.due_on,
    )


def _consulted(papers: Dossier) -> Iterator[Consulted]:
    for one in papers.consultations:
        yield _asked(papers, one)


def _asked(papers: Dossier, one: ConsultationText) -> Consulted:
    delivered = [
        tick.event.on
        for tick in papers.case.ticks
        if tick.event.type is EventType.CONSULTATION_DELIVERED and tick.event.ref == one.ref
    ]
    received = delivered[0] if delivered else None
    party = Party(one.party)
    period = regime(papers).answer_period(party)
    answers = {"agree", "partly", "refuse"}
    told = [letter for letter in papers.letters if letter.kind == "disclosure_decision"]
    return Consulted(
        party=party,
        name=one.name,
        delivered_on=received,
        last_on=None if received is None or period is None else papers.calendar.add(received, period),
        answered_on=one.answered_on,
        opinion=one.effect if one.effect in answers else "",
        told_on=told[-1].dispatched_on if told else None,
    )


def _earlier(papers: Dossier, others: Iterable[OtherReply]) -> Iterator[EarlierReply]:
    for one in others:
        yield EarlierReply(number=one.number, on=one.dated_on, served_on=one.served_on, request=one.request)
    if papers.earlier is not None and papers.earlier.number:
        again = [draft for draft in papers.earlier.drafts if not _given_now(papers, draft)]
        said = "\n".join(f"{draft.findings}\n{draft.reasons}" for draft in again)
        yield EarlierReply(
            number=papers.earlier.number,
            on=papers.earlier.sent_on,
            request="；".join(papers.opening.items),
            reply=said,
            annulled=papers.earlier.annulled,
        )


def _given_now(papers: Dossier, before: ItemDraft) -> bool:
    """Tell whether an item that was not given is given now: a new act, though the findings may be those of the old."""
    now = {item.no: item.outcome for item in papers.items}.get(before.no)
    given = [Outcome(outcome).family is Family.DISCLOSED for outcome in (before.outcome, now) if outcome]
    return given == [False, True]


def _register(papers: Dossier, letter: Document, found: Iterable[Registration]) -> dict[str, Numbered]:
    known = {
        one.number: Numbered(
            what=one.title,
            days=tuple(
                day for day in (one.dated_on, one.issued_on, one.dispatched_on, one.served_on) if day is not None
            ),
        )
        for one in found
    }
    if isinstance(letter, Letter):
        known[letter.number] = Numbered(what=letter.heading, days=(letter.issued_on,), this=True)
    earlier = papers.earlier
    if earlier is not None and earlier.number and earlier.number not in known:
        known[earlier.number] = Numbered(what=earlier.number, days=(earlier.sent_on,))
    return known


def _issuer(papers: Dossier) -> Issuer:
    settings, name = papers.agency.settings, papers.agency.name
    return Issuer(name=name, acts_for=settings.get("acts_for", ""), seal=Seal(text=settings.get(SEAL, name)))


def _clause(papers: Dossier, letter: Document) -> Clause | None:
    """Return the remedies that the rules give for a letter that decides."""
    if letter.EFFECT is Effect.PROCEDURAL:
        return None
    if isinstance(letter, Reply):
        return Clause.of(remedies_of(papers, letter.issued_on), itself(letter.heading))
    found = remedies(
        decided_on=letter.issued_on,
        dispatched_on=None,
        items=[],
        profile=profile_of(papers.agency),
        effect=letter.EFFECT,
        recipient=Recipient.APPLICANT if isinstance(letter, ToApplicant) else Recipient.THIRD_PARTY,
        policy=remedy_policy(papers.agency.settings),
    )
    return Clause.of(found, "本告知书")


def _enclosures(letter: Document, beside: Beside) -> Iterator[Enclosure]:
    """Yield what the letter encloses and is there: a file of the case, or what the person who issues has at hand."""
    if not isinstance(letter, Reply):
        return
    yield from beside.files
    told = "\n".join((*letter.attachments, *(item.details.get("enclosed", "") for item in letter.items)))
    for name in beside.seen:
        if "://" not in name and bare(name) and bare(name) in bare(told):
            yield Enclosure(name=name)
