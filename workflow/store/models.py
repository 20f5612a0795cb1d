"""The tables of the record: typed columns and what must never be. No workflow lives here.

`cases` and the tables below it are made by the entries of each case (`events`), `duties` among them; `agencies`,
`users`, `roles`, `contacts`, `rule_books`, `channels`, `templates`, `template_choices`, `word_templates`, `notices`,
`imports`, `figures` and proceedings without a case by the entries of the installation (`journal`). `disclosure
verify` holds them against each other. `reminders`, `deliveries`, `alerts` and `beats` are of the office's work and
not of the record.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.store.base import Base


def _case_key() -> Mapped[UUID]:
    return mapped_column(ForeignKey("cases.id"), primary_key=True)


class Agency(Base):
    """An agency (行政机关); agencies form a tree. `settings` is JSON."""

    __tablename__ = "agencies"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agencies.id"))
    one_person: Mapped[bool]
    timezone: Mapped[str]
    settings: Mapped[str]


class User(Base):
    """A person who works here."""

    __tablename__ = "users"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    active: Mapped[bool]


class RoleGrant(Base):
    """The roles of a person in an agency, separated by blanks."""

    __tablename__ = "roles"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    roles: Mapped[str]


class JournalEntry(Base):
    """One entry of the installation's own record, chained like those of a case."""

    __tablename__ = "journal"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    counts_on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[UUID | None]
    data: Mapped[str]
    digest: Mapped[str]


class HolidayNotice(Base):
    """A holiday notice imported or taken back here; the shipped ones are in the package."""

    __tablename__ = "notices"
    seq: Mapped[int] = mapped_column(ForeignKey("journal.seq"), primary_key=True, autoincrement=False)
    id: Mapped[str]
    data: Mapped[str]
    version: Mapped[str]
    undone_by: Mapped[int | None]


class Import(Base):
    """One file brought in, and how many cases it added."""

    __tablename__ = "imports"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    file: Mapped[str]
    sha256: Mapped[str]
    cases: Mapped[int]


class Figure(Base):
    """A figure of a report that no case here counts; `cell` is `table.row.column`."""

    __tablename__ = "figures"
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[str] = mapped_column("cell", primary_key=True)
    value: Mapped[str]


class NumberSeries(Base):
    """A running number (编号); the last one given out. None is skipped and none given twice."""

    __tablename__ = "number_series"
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Applicant(Base):
    """Who asked. Identifiers are one encrypted text (`sealed`); `seal` is its SHA-256, `match` a keyed digest."""

    __tablename__ = "applicants"
    __table_args__ = (Index(None, "agency_id", "match"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str]
    applicant_class: Mapped[str]
    sealed: Mapped[str] = mapped_column(server_default="")
    seal: Mapped[str]
    match: Mapped[str]


class Case(Base):
    """One request (依申请公开案件) as its last entry leaves it; `snapshot` is the whole as text.

    No index and no predicate names a column that most steps change, so that they stay updates in place.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (closed_on IS NULL)", name="outcome_has_its_day"),
        CheckConstraint("(counted_outcome IS NULL) = (counted_on IS NULL)", name="counted_outcome_has_its_day"),
        CheckConstraint("closed_on IS NULL OR closed_on >= received_on", name="closed_after_receipt"),
        UniqueConstraint("agency_id", "case_no"),
        Index(
            "ix_cases_queue",
            "agency_id",
            "due_on",
            "id",
            postgresql_where=text("closed_on IS NULL"),
            sqlite_where=text("closed_on IS NULL"),
        ),
        Index(
            "ix_cases_counted",
            "agency_id",
            "received_on",
            "counted_on",
            "applicant_class",
            "counted_outcome",
        ),
        Index("ix_cases_applicant", "applicant_id", "received_on"),
        {"postgresql_with": {"fillfactor": 85}},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    case_no: Mapped[str]
    series: Mapped[str]
    series_year: Mapped[int]
    serial: Mapped[int]
    state: Mapped[str]
    version: Mapped[int]
    head: Mapped[str]
    received_on: Mapped[date]
    channel: Mapped[str]
    applicant_class: Mapped[str]
    applicant: Mapped[str]
    applicant_id: Mapped[UUID | None] = mapped_column(ForeignKey("applicants.id"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("imports.id", deferrable=True, initially="DEFERRED"))
    outcome: Mapped[str | None]
    closed_on: Mapped[date | None]
    counted_outcome: Mapped[str | None]
    counted_on: Mapped[date | None]
    counted_late: Mapped[bool]
    correction_on: Mapped[date | None]
    clock_status: Mapped[str]
    due_on: Mapped[date | None]
    provisional: Mapped[bool]
    next_on: Mapped[date | None]
    next_what: Mapped[str]
    calendar: Mapped[str]
    snapshot: Mapped[str]


class Event(Base):
    """One entry of a case: append-only, chained by digest. `ask` tells a repeated call from another with its key."""

    __tablename__ = "events"
    __table_args__ = (
        PrimaryKeyConstraint("case_id", "seq"),
        Index(
            "uq_events_key",
            "case_id",
            "key",
            unique=True,
            postgresql_where=text("key <> ''"),
            sqlite_where=text("key <> ''"),
        ),
    )
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    kind: Mapped[str]
    counts_on: Mapped[date]
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str]
    ask: Mapped[str]
    data: Mapped[str]
    digest: Mapped[str]


class Outbox(Base):
    """What must go out: written with its entry, claimed with a lease and sent afterwards."""

    __tablename__ = "outbox"
    __table_args__ = (
        PrimaryKeyConstraint("case_id", "seq", "topic"),
        Index("ix_outbox_unsent", "created_at", postgresql_where=text("sent_at IS NULL")),
    )
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    seq: Mapped[int]
    topic: Mapped[str]
    payload: Mapped[str]
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]


class RequestText(Base):
    """The request as it was written."""

    __tablename__ = "requests"
    case_id: Mapped[UUID] = _case_key()
    description: Mapped[str]
    note: Mapped[str]
    extra: Mapped[str]


class Item(Base):
    """One thing asked for and the present draft of its answer."""

    __tablename__ = "items"
    case_id: Mapped[UUID] = _case_key()
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str]
    doc: Mapped[int]
    outcome: Mapped[str | None]
    findings: Mapped[str | None]
    reasons: Mapped[str | None]
    grounds: Mapped[str | None]
    detail: Mapped[str | None]


class Consultation(Base):
    """A consultation (征求意见) with its own period."""

    __tablename__ = "consultations"
    case_id: Mapped[UUID] = _case_key()
    ref: Mapped[str] = mapped_column(primary_key=True)
    party: Mapped[str]
    name: Mapped[str]
    question: Mapped[str]
    sent_on: Mapped[date]
    delivered_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    lapsed_on: Mapped[date | None]
    effect: Mapped[str]
    reasons: Mapped[str | None]
    voided_by: Mapped[int | None]


class SecrecyReview(Base):
    """The secrecy review (保密审查) of one item in one version of its draft."""

    __tablename__ = "secrecy_reviews"
    case_id: Mapped[UUID] = _case_key()
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    doc: Mapped[int]
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    reviewed_on: Mapped[date]
    conclusion: Mapped[str]
    ground: Mapped[str]
    alone: Mapped[bool]
    voided_by: Mapped[int | None]


class Decision(Base):
    """A signed decision (签批)."""

    __tablename__ = "decisions"
    case_id: Mapped[UUID] = _case_key()
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outcome: Mapped[str]
    outcomes: Mapped[str]
    decided_on: Mapped[date]
    approver_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    alone: Mapped[bool]
    voided_by: Mapped[int | None]


class Letter(Base):
    """A letter issued (文书); its files are kept by SHA-256 (`html`, `docx`, `source`, `pdf`)."""

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_number", "number"),
        Index(
            "ix_letters_to_set_out",
            "case_id",
            postgresql_where=text("pdf IS NULL AND source <> ''"),
            sqlite_where=text("pdf IS NULL AND source <> ''"),
        ),
    )
    case_id: Mapped[UUID] = _case_key()
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    number: Mapped[str]
    series: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int]
    title: Mapped[str]
    html: Mapped[str]
    docx: Mapped[str]
    about: Mapped[str]
    issued_on: Mapped[date]
    signed_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    decision: Mapped[int]
    way: Mapped[str | None]
    proof: Mapped[str | None]
    dispatched_on: Mapped[date | None]
    served_on: Mapped[date | None]
    served_proof: Mapped[str | None]
    voided_by: Mapped[int | None]
    source: Mapped[str] = mapped_column(server_default="")
    pdf: Mapped[str | None]
    replaces: Mapped[int] = mapped_column(server_default="0")
    carrier: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    resent_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None]
    receiver: Mapped[str | None]
    witness: Mapped[str | None]


class Template(Base):
    """A version of the text of a letter that an agency changed."""

    __tablename__ = "templates"
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    letter: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str]
    note: Mapped[str]


class TemplateChoice(Base):
    """From which day an agency's letters are written by which version; 0 is the text of this program."""

    __tablename__ = "template_choices"
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    letter: Mapped[str] = mapped_column(primary_key=True)
    from_on: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int]


class WordTemplate(Base):
    """The Word file that an agency's letters are put in, kept by SHA-256; empty for the layout of this program."""

    __tablename__ = "word_templates"
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    sha256: Mapped[str]
    name: Mapped[str]


class Fee(Base):
    """A fee notice (信息处理费); the amount in fen (分)."""

    __tablename__ = "fees"
    case_id: Mapped[UUID] = _case_key()
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    method: Mapped[str]
    quantity: Mapped[int]
    fen: Mapped[int]
    sent_on: Mapped[date]
    delivered_on: Mapped[date | None]
    paid_on: Mapped[date | None]


class Proceeding(Base):
    """A reconsideration or suit (复议、诉讼); the case may be unknown here."""

    __tablename__ = "proceedings"
    __table_args__ = (
        CheckConstraint("(result = '') = (concluded_on IS NULL)", name="result_has_its_day"),
        Index(None, "agency_id", "filed_on"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    case_no: Mapped[str]
    kind: Mapped[str]
    filed_on: Mapped[date]
    body: Mapped[str]
    docket: Mapped[str]
    result: Mapped[str]
    concluded_on: Mapped[date | None]
    ending: Mapped[str | None]
    simplified: Mapped[bool] = mapped_column(server_default=false())
    answered_on: Mapped[date | None]


class Attachment(Base):
    """A file on the case, kept by SHA-256."""

    __tablename__ = "attachments"
    case_id: Mapped[UUID] = _case_key()
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    media: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    added_on: Mapped[date]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))


class Duty(Base):
    """What is owed in a case, as its last entry leaves it: the schedule that sweeps look into.

    `since` is the day from which this due day holds: no reminder of an earlier day is made up for. `fresh` is set until
    a sweep has seen the row. `agency_id` and `assignee_id` are those of the case, so that no sweep has to look it up.
    """

    __tablename__ = "duties"
    __table_args__ = (
        Index(None, "duty", "due_on"),
        Index(None, "agency_id"),
        Index("ix_duties_fresh", "case_id", postgresql_where=text("fresh"), sqlite_where=text("fresh")),
    )
    case_id: Mapped[UUID] = _case_key()
    duty: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID]
    due_on: Mapped[date]
    who: Mapped[str]
    provisional: Mapped[bool]
    since: Mapped[date]
    fresh: Mapped[bool]
    assignee_id: Mapped[UUID | None]


class Contact(Base):
    """Where a person is reached by a channel."""

    __tablename__ = "contacts"
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str]


class RuleBook(Base):
    """The reminder rules and quiet hours of an agency, and of those below it that have none; JSON."""

    __tablename__ = "rule_books"
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    rules: Mapped[str]
    quiet: Mapped[str]


class ChannelSetup(Base):
    """How an agency's messages leave by a channel; `options` is JSON, `sealed` its encrypted secrets."""

    __tablename__ = "channels"
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    options: Mapped[str]
    sealed: Mapped[str]
    active: Mapped[bool]


class Reminder(Base):
    """That somebody is reminded of something owed. Its key is all that makes it the same reminder, so none comes twice.

    `subject_id` is the case, or the agency where that owes it. `mark_on` is the day of a daily reminder and else the
    due day. The key begins with rule and day, so that what a sweep writes stands together and is soon seen to be there.
    `agency_id` is the agency for which the recipient acts. `sweep` and `n` name its delivery; one for the desk has none
    and is read there.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        PrimaryKeyConstraint(
            "rule", "mark_on", "subject_id", "recipient_id", "due_on", "channel", "duty", "ref", name="pk_reminders"
        ),
        Index(
            "ix_reminders_desk",
            "recipient_id",
            "created_at",
            postgresql_where=text("channel = 'desk'"),
            sqlite_where=text("channel = 'desk'"),
        ),
        Index(
            "ix_reminders_messages",
            "sweep",
            "recipient_id",
            postgresql_where=text("channel <> 'desk'"),
            sqlite_where=text("channel <> 'desk'"),
        ),
    )
    recipient_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    duty: Mapped[str]
    ref: Mapped[str]
    rule: Mapped[str]
    due_on: Mapped[date]
    mark_on: Mapped[date]
    channel: Mapped[str]
    agency_id: Mapped[UUID]
    created_at: Mapped[datetime]
    sweep: Mapped[int]
    n: Mapped[int]
    read_at: Mapped[datetime | None]


class Delivery(Base):
    """One message on its way: the reminders that carry its key, or a text of its own.

    `state` is pending, claimed, sent, superseded (nothing of it was owed any more), uncertain (it may have arrived; a
    person decides) or failed. `begun_at` is set before the message is handed to a channel that must not get it twice.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        PrimaryKeyConstraint("sweep", "channel", "agency_id", "recipient_id", "n", name="pk_deliveries"),
        CheckConstraint(
            "state IN ('pending', 'claimed', 'sent', 'superseded', 'uncertain', 'failed')", name="state_is_known"
        ),
        Index(
            "ix_deliveries_waiting",
            "not_before",
            postgresql_where=text("state IN ('pending', 'claimed')"),
            sqlite_where=text("state IN ('pending', 'claimed')"),
        ),
    )
    sweep: Mapped[int]
    channel: Mapped[str]
    agency_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    n: Mapped[int]
    subject: Mapped[str] = mapped_column(server_default="")
    text: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(server_default="0")
    claimed_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    reference: Mapped[str | None]
    note: Mapped[str | None]


class Alert(Base):
    """Something that the office has to look at because no person caused it: a channel that fails, a sweep that is late.

    `about` tells one alert from another; as long as it is open (`cleared_at` is empty) it is not raised again.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        Index(
            "uq_alerts_open",
            "agency_id",
            "about",
            unique=True,
            postgresql_where=text("cleared_at IS NULL"),
            sqlite_where=text("cleared_at IS NULL"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_id: Mapped[UUID] = mapped_column(ForeignKey("agencies.id"))
    about: Mapped[str]
    role: Mapped[str]
    text: Mapped[str]
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[UUID | None]


class Beat(Base):
    """Work that is done again and again: who does it now and until when, when it was last done, and how far it came."""

    __tablename__ = "beats"
    name: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    turns: Mapped[int] = mapped_column(server_default="0")
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    until_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(server_default="")
    note: Mapped[str] = mapped_column(server_default="")


BESIDE = frozenset({"reminders", "deliveries", "alerts", "beats"})
"""Tables of the office's daily work, which no entry makes and `verify` does not hold against any."""
