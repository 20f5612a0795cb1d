"""The full life of a request through our own actions, from its registration to the reply that leaves the house.

Eight steps, each a unit and a commit of its own, as a person takes them: register, review, draft, submit, clear the
secrecy review, decide, issue the reply, reply. Each checks roles, the state table, days and version, folds the clock,
and writes the case, a chained entry, an outbox row and the rows of its subject. Registering also recognises the
applicant, seals the identifiers and gives out a number; issuing the reply reads the dossier, gives out a number, works
out the remedies, and keeps the letter as a page and as a DOCX file, both on the disk before the commit.
"""

from collections.abc import Callable
from itertools import count
from uuid import UUID

from sqlalchemy import select

from workflow.actions.clear_secrecy import clear_secrecy
from workflow.actions.decide import decide
from workflow.actions.draft import draft, submit
from workflow.actions.issue import issue_reply
from workflow.actions.register import Requester, register
from workflow.actions.reply import reply
from workflow.actions.review import review
from workflow.rules.arrival import Arrival, Channel
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Call, Case
from workflow.rules.record.deciding import ItemDraft
from workflow.rules.states import State
from workflow.store.rows import TABLES
from workflow.store.seal import Seal
from workflow.store.session import Store, Unit

from .clients import Step
from .databases import Place
from .pool import NOW, TODAY, person

ASKED = "请公开本县二〇二四年度农村公路养护资金的安排和使用情况，以及招标文件、中标通知书和竣工验收材料。"
_ARRIVAL = Arrival(channel=Channel.IN_PERSON, handed_in_on=TODAY)
_SEEN = {"《养护资金使用情况》": "已核对"}
_DRAFT = ItemDraft(
    no=1,
    outcome=Outcome.D2,
    reasons="其中涉及个人隐私的部分作区分处理",
    findings="检索了档案室和财务股",
    detail={"enclosed": "《养护资金使用情况》共12页", "medium": "纸质"},
)


class Desk:
    """The people of an office, and the requests that they see through."""

    def __init__(self, place: Place, client: int) -> None:
        self.store: Store = place.store()
        self.seal = Seal(Seal.new_key())
        self.clerk, self.reviewer, self.head = (person(place, login) for login in ("zhang", "li", "wang"))
        self._agency = _agency(self.store)
        self._client, self._numbers = client, count()

    def decided(self) -> Case:
        """See a new request through to its decision, in six steps."""
        case = self._registered()
        case = self.take(case, self.clerk, review)
        case = self.take(case, self.clerk, lambda unit, id_, call: draft(unit, id_, call, items=[_DRAFT]))
        case = self.take(case, self.clerk, submit)
        case = self.take(
            case,
            self.reviewer,
            lambda unit, id_, call: clear_secrecy(unit, id_, call, conclusion="open", ground="不涉密"),
        )
        return self.take(case, self.head, decide)

    def replied(self) -> Case:
        """See a new request through to the reply, in eight steps."""
        case = self.take(self.decided(), self.clerk, lambda unit, id_, call: issue_reply(unit, id_, call, seen=_SEEN))
        return self.take(
            case, self.clerk, lambda unit, id_, call: reply(unit, id_, call, way="post", proof="1234567890123")
        )

    def take(self, case: Case, by: UUID, act: Callable[[Unit, UUID, Call], Case]) -> Case:
        """Take one step in a unit of its own."""
        with self.store.step() as unit:
            return act(unit, case.id, Call(by=by, on=TODAY, at=NOW, key=f"step-{case.version}", version=case.version))

    def _registered(self) -> Case:
        number = f"{self._client}-{next(self._numbers)}"
        call = Call(by=self.clerk, on=TODAY, at=NOW, key=f"request-{number}", version=0)
        identifiers = {"id_number": f"11010119900101-{number}", "phone": "13800000000", "address": "某县某镇某村一组"}
        requester = Requester(name="张三", applicant_class="natural_person", identifiers=identifiers)
        with self.store.unit() as unit:
            return register(unit, self.seal, self._agency, call, arrival=_ARRIVAL, requester=requester, items=[ASKED])


def with_letter(place: Place, client: int, clients: int) -> Step:  # noqa: ARG001 (the signature of a maker)
    """See one request through to its reply, with the letter written and kept."""
    desk = Desk(place, client)

    def life() -> int:
        if desk.replied().state != State.REPLIED:
            raise AssertionError
        return 1

    return life


def without_letter(place: Place, client: int, clients: int) -> Step:  # noqa: ARG001 (the signature of a maker)
    """See one request through to its decision, before any letter."""
    desk = Desk(place, client + 1000)

    def life() -> int:
        if desk.decided().state != State.DECIDED:
            raise AssertionError
        return 1

    return life


def _agency(store: Store) -> UUID:
    with store.reading() as reading:
        found: UUID = reading.execute(select(TABLES["agencies"].c.id)).scalar_one()
    return found
