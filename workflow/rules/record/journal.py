"""Entries of the installation's own record: agencies, people, who is reminded and how, calendars, files, figures."""

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import ClassVar
from uuid import UUID

import msgspec

from workflow.rules.notices import Notice
from workflow.rules.record.entry import Change


class Page(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What an entry of the journal says."""

    kind: ClassVar[str]

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (most pages do not need their number)
        """Yield the rows that this entry adds or changes."""
        return iter(())


class AgencyAdded(Page, frozen=True, omit_defaults=True, kw_only=True):
    """An agency works with this installation."""

    kind: ClassVar[str] = "agency_added"
    id: UUID
    code: str
    name: str
    agency_kind: str
    parent_id: UUID | None = None
    one_person: bool = False
    timezone: str = "Asia/Shanghai"
    settings: dict[str, str] = msgspec.field(default_factory=dict)

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        yield Change(
            "agencies",
            {
                "id": self.id,
                "code": self.code,
                "name": self.name,
                "kind": self.agency_kind,
                "parent_id": self.parent_id,
                "one_person": self.one_person,
                "timezone": self.timezone,
                "settings": msgspec.json.encode(self.settings, order="sorted").decode(),
            },
        )


class AgencyChanged(Page, frozen=True, omit_defaults=True, kw_only=True):
    """Settings of an agency were changed; what stood before is in the entries before."""

    kind: ClassVar[str] = "agency_changed"
    id: UUID
    name: str
    agency_kind: str
    one_person: bool
    settings: dict[str, str]

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values: dict[str, object] = {
            "id": self.id,
            "name": self.name,
            "kind": self.agency_kind,
            "one_person": self.one_person,
            "settings": msgspec.json.encode(self.settings, order="sorted").decode(),
        }
        yield Change("agencies", values, new=False)


class UserAdded(Page, frozen=True, omit_defaults=True, kw_only=True):
    """A person works here."""

    kind: ClassVar[str] = "user_added"
    id: UUID
    login: str
    name: str

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        yield Change("users", {"id": self.id, "login": self.login, "name": self.name, "active": True})


class UserChanged(Page, frozen=True, omit_defaults=True, kw_only=True):
    """A person's name or activity changed; nobody is ever removed from the record."""

    kind: ClassVar[str] = "user_changed"
    id: UUID
    name: str
    active: bool

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        yield Change("users", {"id": self.id, "name": self.name, "active": self.active}, new=False)


class RolesGranted(Page, frozen=True, omit_defaults=True, kw_only=True):
    """A person has these roles, and no others, in an agency from now on."""

    kind: ClassVar[str] = "roles_granted"
    user_id: UUID
    agency_id: UUID
    roles: list[str]
    first: bool

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values: dict[str, object] = {
            "user_id": self.user_id,
            "agency_id": self.agency_id,
            "roles": " ".join(self.roles),
        }
        yield Change("roles", values, new=self.first)


class ContactSet(Page, frozen=True, omit_defaults=True, kw_only=True):
    """A person is reached at this address by a channel from now on; by none where it is empty."""

    kind: ClassVar[str] = "contact_set"
    user_id: UUID
    channel: str
    address: str
    first: bool

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values: dict[str, object] = {"user_id": self.user_id, "channel": self.channel, "address": self.address}
        yield Change("contacts", values, new=self.first)


class RuleBookSet(Page, frozen=True, omit_defaults=True, kw_only=True):
    """An agency has these reminder rules and quiet hours, each as JSON; an empty text is what the agency above has."""

    kind: ClassVar[str] = "rule_book_set"
    agency_id: UUID
    rules: str
    quiet: str
    first: bool

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values: dict[str, object] = {"agency_id": self.agency_id, "rules": self.rules, "quiet": self.quiet}
        yield Change("rule_books", values, new=self.first)


class ChannelSet(Page, frozen=True, omit_defaults=True, kw_only=True):
    """Messages of an agency leave by a channel like this; without options (not even `{}`) as those of the agency above.

    `options` is JSON; `sealed` holds the secrets, encrypted.
    """

    kind: ClassVar[str] = "channel_set"
    agency_id: UUID
    channel: str
    options: str
    sealed: str
    active: bool
    first: bool

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values: dict[str, object] = {
            "agency_id": self.agency_id,
            "kind": self.channel,
            "options": self.options,
            "sealed": self.sealed,
            "active": self.active,
        }
        yield Change("channels", values, new=self.first)


class TemplateKept(Page, frozen=True, omit_defaults=True, kw_only=True):
    """An agency changed the text of a letter; each change is a version of its own, which nothing changes any more."""

    kind: ClassVar[str] = "template_kept"
    agency_id: UUID
    letter: str
    version: int
    source: str
    note: str

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values: dict[str, object] = {"agency_id": self.agency_id, "letter": self.letter, "version": self.version}
        yield Change("templates", {**values, "source": self.source, "note": self.note})


class TemplateChosen(Page, frozen=True, omit_defaults=True, kw_only=True):
    """Letters of an agency dated on a day or later are written by a version; 0 is the text of this program."""

    kind: ClassVar[str] = "template_chosen"
    agency_id: UUID
    letter: str
    version: int
    from_on: date
    first: bool

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values: dict[str, object] = {"agency_id": self.agency_id, "letter": self.letter, "from_on": self.from_on}
        yield Change("template_choices", {**values, "version": self.version}, new=self.first)


class WordTemplateSet(Page, frozen=True, omit_defaults=True, kw_only=True):
    """Letters of an agency are put in a Word file of its own, kept by its digest; an empty one takes it away."""

    kind: ClassVar[str] = "word_template_set"
    agency_id: UUID
    sha256: str
    name: str
    first: bool

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values: dict[str, object] = {"agency_id": self.agency_id, "sha256": self.sha256, "name": self.name}
        yield Change("word_templates", values, new=self.first)


class MessageSettled(Page, frozen=True, omit_defaults=True, kw_only=True):
    """A person found out whether an uncertain or failed message arrived: `sent`, or `pending` to be sent again."""

    kind: ClassVar[str] = "message_settled"
    agency_id: UUID
    message: str
    state: str
    note: str


class NoticeImported(Page, frozen=True, omit_defaults=True, kw_only=True):
    """A holiday notice was imported; `version` is the calendar with it."""

    kind: ClassVar[str] = "notice_imported"
    notice: Notice
    version: str

    def changes(self, seq: int) -> Iterator[Change]:
        data = msgspec.json.encode(self.notice).decode()
        yield Change(
            "notices",
            {"seq": seq, "id": self.notice.id, "data": data, "version": self.version, "undone_by": None},
        )


class NoticeUndone(Page, frozen=True, omit_defaults=True, kw_only=True):
    """An imported notice was taken back; `version` is the calendar without it."""

    kind: ClassVar[str] = "notice_undone"
    seq: int
    version: str

    def changes(self, seq: int) -> Iterator[Change]:
        yield Change("notices", {"seq": self.seq, "undone_by": seq}, new=False)


class LedgerImported(Page, frozen=True, omit_defaults=True, kw_only=True):
    """A ledger was brought in and added this many cases."""

    kind: ClassVar[str] = "ledger_imported"
    id: UUID
    agency_id: UUID
    file: str
    sha256: str
    cases: int

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the row is the entry)
        values = {"id": self.id, "agency_id": self.agency_id, "file": self.file, "sha256": self.sha256}
        yield Change("imports", {**values, "cases": self.cases})


class FigureEntered(msgspec.Struct, frozen=True, array_like=True):
    """A figure; `cell` is `table.row.column`, `first` whether it had no value before."""

    cell: str
    value: str
    first: bool


class FiguresEntered(Page, frozen=True, omit_defaults=True, kw_only=True):
    """Figures of a year's report were entered or changed."""

    kind: ClassVar[str] = "figures_entered"
    agency_id: UUID
    year: int
    file: str
    figures: list[FigureEntered]

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the rows are the entry)
        for figure in self.figures:
            values = {"agency_id": self.agency_id, "year": self.year, "cell": figure.cell, "value": figure.value}
            yield Change("figures", values, new=figure.first)


class ForeignProceeding(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A proceeding of a ledger whose case is not on record here."""

    id: str
    case_no: str
    filing: str
    filed_on: date
    result: str = ""
    concluded_on: date | None = None
    first: bool = True


class ProceedingsEntered(Page, frozen=True, omit_defaults=True, kw_only=True):
    """Proceedings were brought in from a ledger."""

    kind: ClassVar[str] = "proceedings_entered"
    agency_id: UUID
    file: str
    proceedings: list[ForeignProceeding]

    def changes(self, seq: int) -> Iterator[Change]:  # noqa: ARG002 (the rows are the entry)
        for one in self.proceedings:
            values: dict[str, object] = {"id": one.id, "result": one.result, "concluded_on": one.concluded_on}
            if one.first:
                values |= {
                    "agency_id": self.agency_id,
                    "case_id": None,
                    "case_no": one.case_no,
                    "kind": one.filing,
                    "filed_on": one.filed_on,
                    "body": "",
                    "docket": "",
                    "ending": None,
                    "simplified": False,
                    "answered_on": None,
                }
            yield Change("proceedings", values, new=one.first)


PAGES: dict[str, type[Page]] = {
    page.kind: page
    for page in (
        AgencyAdded,
        AgencyChanged,
        UserAdded,
        UserChanged,
        RolesGranted,
        ContactSet,
        RuleBookSet,
        ChannelSet,
        TemplateKept,
        TemplateChosen,
        WordTemplateSet,
        MessageSettled,
        NoticeImported,
        NoticeUndone,
        LedgerImported,
        FiguresEntered,
        ProceedingsEntered,
    )
}

PAGE_KEYS: dict[str, tuple[str, ...]] = {
    "agencies": ("id",),
    "users": ("id",),
    "roles": ("user_id", "agency_id"),
    "contacts": ("user_id", "channel"),
    "rule_books": ("agency_id",),
    "channels": ("agency_id", "kind"),
    "templates": ("agency_id", "letter", "version"),
    "template_choices": ("agency_id", "letter", "from_on"),
    "word_templates": ("agency_id",),
    "notices": ("seq",),
    "imports": ("id",),
    "figures": ("agency_id", "year", "cell"),
    "proceedings": ("id",),
}
"""The key columns of each table that the journal fills."""


def page_digest(before: str, seq: int, kind: str, on: date, at: datetime, by: UUID | None, data: str) -> str:
    """Return the SHA-256 (hex) that chains an entry of the journal to the one before."""
    text = f"{before}|{seq}|{kind}|{on}|{at.isoformat(timespec='microseconds')}|{by}|{data}"
    return sha256(text.encode()).hexdigest()
