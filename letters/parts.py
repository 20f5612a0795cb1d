"""What letters are made of: the head every letter has, and the recital of a request.

Articles, periods and days come from `workflow.rules` as text; a letter never looks anything up. No field holds an ID
number, a telephone or an address of an applicant: those stand on the envelope.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workflow.rules.errors import BadInput
from workflow.rules.remedies import Effect

LONG = 150
"""Characters of a request beyond which it goes into an annex instead of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where the recipient can ask: an office of the agency."""

    office: str
    telephone: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A consultation (征求意见) that does not count in the period; `until` is None while it is open."""

    started_on: date
    until: date | None
    whose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recital:
    """What was asked and what happened since (收文情况).

    Args:
        case_no: 登记号.
        channel: 当面, 信函, 网络 …, to be read in 以……方式.
        received_on: 收到申请之日.
        received_because: Why that day: 当日签收, 双方于当日确认.
        request: Its items, word for word, as last corrected.
        first_request: What was asked before the correction, in short; empty when nothing was corrected.
        correction_requested_on: 补正告知之日.
        corrected_on: 收到补正之日.
        extended_until: The last day after an extension.
        pauses: Consultations.
        earlier_reply: Number of the reply that was not let stand; empty where it had none.
        earlier_reply_on: Its day; None unless a new reply was ordered.
        redo_order: The decision or judgment that ordered a new reply (责令重新答复).

    """

    case_no: str
    channel: str
    received_on: date
    received_because: str
    request: tuple[str, ...]
    first_request: str = ""
    correction_requested_on: date | None = None
    corrected_on: date | None = None
    extended_until: date | None = None
    pauses: tuple[Pause, ...] = ()
    earlier_reply: str = ""
    earlier_reply_on: date | None = None
    redo_order: str = ""

    @property
    def long(self) -> bool:
        """Tell whether the request goes into an annex."""
        return any(len(item) > LONG for item in self.request)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What every document of the procedure (文书) has.

    Args:
        agency: Full name of the agency whose act or file it is.
        number: 文号, as it is printed: 甲环公开〔2026〕12号; of a form the number of the case (登记号).
        issued_on: 成文日期; of a form the day it stands for.
        title: Takes the place of the kind's own title, for an office with other titles.

    """

    TITLE: ClassVar[str]
    EFFECT: ClassVar[Effect] = Effect.PROCEDURAL

    agency: str
    number: str
    issued_on: date
    title: str = ""

    @property
    def heading(self) -> str:
        """The title as printed."""
        return self.title or self.TITLE

    def check(self) -> None:
        """Refuse a document that says less than its article asks for, or contradicts itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Document):
    """A form (表、单): rows of labels and what stands beside them, filled from the record or left to be filled by hand.

    Nobody is addressed, and it carries no remedies. Its template extends `_form.html.j2`.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Document):
    """What every letter has beside what every document has.

    Args:
        addressees: Names as on the identity paper or in the register.
        contact: For questions.
        you: How the letter addresses them: 您, 你单位.
        agent: Named beside the applicant, never instead.
        attachments: Names of what is enclosed, with their pages.

    """

    addressees: tuple[str, ...]
    contact: Contact
    you: str = "您"
    agent: str = ""
    attachments: tuple[str, ...] = ()

    @property
    def addressee(self) -> str:
        """All who are addressed, and the agent."""
        names = "、".join(self.addressees)
        return f"{names}（代理人：{self.agent}）" if self.agent else names

    @property
    def annexes(self) -> tuple[str, ...]:
        """Names of the annexes that are printed with the letter; they come before what is enclosed."""
        return ()

    def check(self) -> None:
        """Refuse a letter to nobody."""
        Document.check(self)
        if not self.addressees:
            raise BadInput("The letter has no addressee. Enter the applicant's name.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToApplicant(Letter):
    """A letter that recites the request."""

    recital: Recital

    @property
    def annexes(self) -> tuple[str, ...]:
        """The request, where it is long."""
        return ("申请公开的内容",) if self.recital.long else ()

    def check(self) -> None:
        """Refuse a request without text."""
        Letter.check(self)
        if not self.recital.request or not all(item.strip() for item in self.recital.request):
            raise BadInput("The request has no text. Enter what was asked for, word for word.")
