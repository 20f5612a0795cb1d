"""Cases, people and days for tests: a test names the history it is about and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select

from letters.replies import Reply, ReplyItem
from letters.samples import REPLY_EVERY_OUTCOME, SAMPLES
from workflow.actions.agencies import Stamp, add_agency, add_user, grant
from workflow.actions.ask_correction import ask_correction, correct
from workflow.actions.ask_reasons import ask_reasons, give_reasons
from workflow.actions.charge import charge, deliver_fee_notice, pay
from workflow.actions.clear_secrecy import clear_secrecy, send_back
from workflow.actions.consult import answer_consultation, consult, deliver_consultation, lapse_consultation
from workflow.actions.correct_entry import correct_entry
from workflow.actions.decide import decide
from workflow.actions.draft import draft, submit
from workflow.actions.extend import delay, extend
from workflow.actions.import_ledger import Source, import_ledger
from workflow.actions.issue import approve_letter
from workflow.actions.note import assign, attach, note
from workflow.actions.proceedings import answer_proceeding, conclude_proceeding, file_proceeding, reopen
from workflow.actions.reassess import reassess
from workflow.actions.register import Requester, register
from workflow.actions.reply import dispatch, reply, return_letter, serve
from workflow.actions.review import review
from workflow.actions.set_out import set_out_letter
from workflow.actions.step import Action, View, action
from workflow.actions.withdraw import lapse, withdraw
from workflow.files.ledger_row import LedgerRow
from workflow.rules.arrival import Arrival, Channel
from workflow.rules.exemptions import Ground
from workflow.rules.notices import Notice
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Call, Case
from workflow.rules.record.closing import LetterIssued, ReplyIssued
from workflow.rules.record.deciding import ItemDraft
from workflow.rules.record.journal import (
    ChannelSet,
    ContactSet,
    FigureEntered,
    FiguresEntered,
    ForeignProceeding,
    NoticeImported,
    ProceedingsEntered,
    RuleBookSet,
    TemplateChosen,
    TemplateKept,
    WordTemplateSet,
)
from workflow.rules.states import TABLE, Role, State, Step
from workflow.store import journal
from workflow.store.cases import case_as_of, find_case
from workflow.store.models import BESIDE
from workflow.store.people import agency
from workflow.store.rows import TABLES
from workflow.store.seal import Seal
from workflow.store.session import Store

Taken = tuple[str, str] | tuple[str, str, Mapping[str, Any]]
"""A step of a history: its name, its day, and what it says where that matters."""

FOUNDED = datetime(2019, 1, 2, 1, tzinfo=UTC)
_KEYS = count(1)


@action(Step.ISSUE_REPLY)
def sign_reply(view: View) -> ReplyIssued:
    """Put the letter of the decision on record, without a file."""
    return ReplyIssued(**_letter(view, "reply"))


@action(Step.ISSUE_LETTER)
def sign_letter(view: View, *, about: str = "") -> LetterIssued:
    """Put a letter under way on record, without a file."""
    return LetterIssued(**_letter(view, "notice"), about=about)


def _letter(view: View, kind: str) -> dict[str, Any]:
    year = view.call.on.year
    serial = view.unit.next_number(view.case.agency_id, kind, year)
    number = f"{kind} {year}/{serial}"
    files = {"html": "0" * 64, "docx": "1" * 64}
    return {
        "no": len(view.case.letters) + 1,
        "letter": kind,
        "number": number,
        "series": kind,
        "year": year,
        "serial": serial,
        "title": number,
        **files,
    }


ACTIONS: dict[str, Action[Any]] = {
    "review": review,
    "ask_correction": ask_correction,
    "correct": correct,
    "extend": extend,
    "consult": consult,
    "deliver_consultation": deliver_consultation,
    "answer_consultation": answer_consultation,
    "lapse_consultation": lapse_consultation,
    "ask_reasons": ask_reasons,
    "give_reasons": give_reasons,
    "delay": delay,
    "charge": charge,
    "deliver_fee_notice": deliver_fee_notice,
    "pay": pay,
    "draft": draft,
    "submit": submit,
    "clear": clear_secrecy,
    "send_back": send_back,
    "decide": decide,
    "issue_reply": sign_reply,
    "reply": reply,
    "reopen": reopen,
    "withdraw": withdraw,
    "lapse": lapse,
    "approve_letter": approve_letter,
    "issue_letter": sign_letter,
    "set_out_letter": set_out_letter,
    "dispatch": dispatch,
    "return_letter": return_letter,
    "serve": serve,
    "file_proceeding": file_proceeding,
    "answer_proceeding": answer_proceeding,
    "conclude_proceeding": conclude_proceeding,
    "reassess": reassess,
    "correct_entry": correct_entry,
    "assign": assign,
    "attach": attach,
    "note": note,
}


def _told() -> dict[Outcome, ReplyItem]:
    """Return how the samples of letters answer with each outcome."""
    replies = [REPLY_EVERY_OUTCOME, *(sample for name, sample in SAMPLES.items() if name.startswith("reply_d"))]
    items = [item for sample in replies if isinstance(sample, Reply) for item in sample.items]
    first = {item.outcome: item for item in reversed(items[len(REPLY_EVERY_OUTCOME.items) :])}
    return {**{item.outcome: item for item in REPLY_EVERY_OUTCOME.items}, **first}


_SAID = _told()


def answer(no: int, outcome: Outcome) -> ItemDraft:
    """Return a draft that states all that a letter of this outcome must, with facts of a case of its own."""
    item = _SAID[outcome]
    grounds = [Ground.PRIVACY] if outcome is Outcome.D3 else []
    return ItemDraft(
        no=no,
        outcome=outcome,
        reasons=item.reasons or "该件含有不应公开的内容",
        findings=item.findings,
        grounds=grounds,
        detail=dict(item.details),
    )


USUAL: dict[str, dict[str, Any]] = {
    "ask_correction": {"points": ["写明所需年度"], "reply_by": date(2026, 3, 31)},
    "extend": {"days": 10, "reason": "档案分存三处"},
    "consult": {"party": "third_party", "name": "某公司", "question": "是否同意公开"},
    "deliver_consultation": {"ref": "C3"},
    "answer_consultation": {"ref": "C3", "opinion": "refuse", "reasons": "涉及商业秘密"},
    "lapse_consultation": {"ref": "C3"},
    "ask_reasons": {"count": 40, "reason": "申请数量明显超过合理范围"},
    "give_reasons": {"accepted": True, "reasons": "课题研究需要"},
    "delay": {"until": date(2026, 6, 30), "reason": "申请数量较多"},
    "charge": {"method": "pages", "quantity": 100},
    "draft": {"items": [answer(1, Outcome.D2), answer(2, Outcome.N1)]},
    "clear": {"conclusion": "open", "ground": "不涉密"},
    "send_back": {"reason": "理由不充分"},
    "reply": {"way": "post", "proof": "EMS 1"},
    "reopen": {"proceeding": 1, "days": 15, "order": "复议决定 1号"},
    "withdraw": {"how": "书面"},
    "lapse": {"reason": "无正当理由逾期"},
    "dispatch": {"no": 1, "way": "post", "proof": "EMS 2"},
    "serve": {"no": 1, "proof": "回执"},
    "approve_letter": {"letter": "lapse_notice"},
    "set_out_letter": {"no": 1, "pdf": "2" * 64},
    "return_letter": {"no": 1, "reason": "查无此人"},
    "file_proceeding": {"filing": "review", "body": "某县人民政府", "docket": "复 1号"},
    "answer_proceeding": {"no": 1, "number": "复答 1号"},
    "conclude_proceeding": {"no": 1, "result": "corrected"},
    "reassess": {"finding": "still_withheld", "reason": "仍在保密期限内"},
    "attach": {"name": "附件.pdf", "media": "application/pdf", "size": 10, "sha256": "a" * 64},
    "note": {"text": "已电话联系"},
}
"""What a step says when the test does not care."""

DECIDED: tuple[Taken, ...] = (
    ("review", "2026-03-03"),
    ("draft", "2026-03-09"),
    ("submit", "2026-03-10"),
    ("clear", "2026-03-11"),
    ("decide", "2026-03-12"),
)
REPLIED: tuple[Taken, ...] = (*DECIDED, ("issue_reply", "2026-03-13"), ("reply", "2026-03-16"))

AT: dict[State, tuple[Taken, ...]] = {
    State.RECEIVED: (),
    State.REVIEWED: DECIDED[:1],
    State.SECRECY_CHECK: DECIDED[:3],
    State.DECIDED: DECIDED,
    State.REPLIED: REPLIED,
    State.CORRECTING: (("ask_correction", "2026-03-05"),),
    State.AWAITING_PAYMENT: (("review", "2026-03-03"), ("charge", "2026-03-05")),
    State.LAPSED: (("ask_correction", "2026-03-05"), ("lapse", "2026-04-01")),
    State.WITHDRAWN: (("withdraw", "2026-03-05"),),
}
"""A history that leads to each state, from a receipt on 2026-03-02 (a Monday)."""

_REOPENED: tuple[Taken, ...] = (
    *REPLIED,
    ("file_proceeding", "2026-04-01"),
    ("conclude_proceeding", "2026-05-06"),
    ("reopen", "2026-05-07"),
)

HISTORIES: dict[str, tuple[Taken, ...]] = {
    **{f"at {state}": history for state, history in AT.items()},
    "corrected": (
        ("ask_correction", "2026-03-05"),
        ("correct", "2026-03-12", {"items": ["2024年预算", ""]}),
        ("review", "2026-03-13"),
    ),
    "extended, delayed": (
        ("review", "2026-03-03"),
        ("extend", "2026-03-16"),
        ("ask_reasons", "2026-03-17"),
        ("give_reasons", "2026-03-20"),
        ("delay", "2026-03-23"),
    ),
    "consulted and answered": (
        ("review", "2026-03-03"),
        ("consult", "2026-03-04"),
        ("deliver_consultation", "2026-03-05"),
        ("answer_consultation", "2026-03-10"),
    ),
    "consulted and silent": (
        ("review", "2026-03-03"),
        ("consult", "2026-03-04", {"party": "co_producer"}),
        ("deliver_consultation", "2026-03-05"),
        ("lapse_consultation", "2026-03-27"),
    ),
    "charged and paid": (
        ("review", "2026-03-03"),
        ("charge", "2026-03-05"),
        ("deliver_fee_notice", "2026-03-06"),
        ("pay", "2026-03-20", {"receipt_no": "No. 7"}),
    ),
    "charged and lapsed": (
        ("review", "2026-03-03"),
        ("charge", "2026-03-05"),
        ("deliver_fee_notice", "2026-03-06"),
        ("lapse", "2026-04-08"),
    ),
    "sent back": (
        *DECIDED,
        ("issue_reply", "2026-03-13"),
        ("send_back", "2026-03-16"),
        ("draft", "2026-03-17", {"items": [answer(1, Outcome.D3)]}),
        ("submit", "2026-03-17"),
        ("clear", "2026-03-18"),
        ("decide", "2026-03-18"),
    ),
    "reopened and replied again": (
        *_REOPENED,
        ("draft", "2026-05-08"),
        ("submit", "2026-05-08"),
        ("clear", "2026-05-11"),
        ("decide", "2026-05-12"),
        ("issue_reply", "2026-05-12"),
        ("reply", "2026-05-13"),
        ("serve", "2026-05-15", {"no": 2}),
    ),
    "upheld and looked at again": (
        *REPLIED,
        ("file_proceeding", "2026-04-01", {"simplified": True}),
        ("answer_proceeding", "2026-04-07"),
        ("conclude_proceeding", "2026-05-06", {"result": "upheld"}),
        ("reassess", "2026-06-01"),
    ),
    "written about": (
        ("issue_letter", "2026-03-02"),
        ("dispatch", "2026-03-03"),
        ("serve", "2026-03-05"),
        ("attach", "2026-03-05"),
        ("note", "2026-03-06"),
        ("assign", "2026-03-06"),
    ),
    "put right": (
        ("review", "2026-03-03"),
        ("extend", "2026-03-04", {"days": 20}),
        ("consult", "2026-03-05"),
        ("correct_entry", "2026-03-09", {"corrects": 3, "void": True, "reason": "误录"}),
        ("correct_entry", "2026-03-09", {"corrects": 4, "void": True, "reason": "误录"}),
        ("correct_entry", "2026-03-09", {"corrects": 1, "day": date(2026, 2, 27), "reason": "签收日有误"}),
        ("correct_entry", "2026-03-09", {"corrects": 1, "channel": "fax", "reason": "误录"}),
    ),
}
"""Histories that between them hold every kind of entry."""


def at(day: str | date, hour: int = 2) -> datetime:
    """Return an instant of a day; 02:00 UTC is ten in the morning in Shanghai."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(on, time(hour), UTC)


@dataclass
class Office:
    """An agency, its people by the name of their role, and a seal; `everyone` has all roles, `stranger` none."""

    store: Store
    seal: Seal
    agency_id: UUID
    people: dict[str, UUID] = field(default_factory=dict)

    def call(self, by: str | UUID, on: str | date, version: int, *, key: str = "", now: datetime | None = None) -> Call:
        """Return a call with a key of its own, made on the day that it counts."""
        day = date.fromisoformat(on) if isinstance(on, str) else on
        who = self.people[by] if isinstance(by, str) else by
        return Call(by=who, on=day, at=now or at(day), key=key or f"key {next(_KEYS)}", version=version)

    def register(self, on: str = "2026-03-02", *, by: str = "intake", key: str = "", **told: Any) -> Case:
        """Register a request handed in on a day."""
        arguments: dict[str, Any] = {
            "arrival": Arrival(channel=Channel.IN_PERSON, handed_in_on=date.fromisoformat(on)),
            "requester": Requester(name="张三", applicant_class="natural_person"),
            "items": ["2025年预算", "2025年决算"],
            **told,
        }
        with self.store.unit() as unit:
            return register(unit, self.seal, self.agency_id, self.call(by, on, 0, key=key), **arguments)

    def bring_in(self, **told: Any) -> Case:
        """Bring a case in from a ledger, on 2026-04-01; by default an open one of 2026-03-02."""
        row = {
            "case_no": "旧2026-7",
            "received_on": date(2026, 3, 2),
            "channel": "letter",
            "applicant_class": "natural_person",
            "applicant": "李四",
            "description": "2025年预算",
            **told,
        }
        stamp = Stamp(self.people["admin"], date(2026, 4, 1), at("2026-04-01"))
        with self.store.unit() as unit:
            rows = [LedgerRow(line=2, **row)]
            done = import_ledger(unit, agency(unit.connection, self.agency_id), stamp, rows, Source("a.csv", "0" * 64))
            assert not done.errors, done.errors
            found = find_case(unit.connection, self.agency_id, str(row["case_no"]))
            assert found is not None
            return case_as_of(self.store, unit.connection, *found)

    def take(
        self, case: Case, step: str, on: str | date, by: str = "", *, call: Call | None = None, **said: Any
    ) -> Case:
        """Take a step; without `by` it is taken by somebody with a role that may."""
        arguments = {**USUAL.get(step, {}), **said}
        if step == "assign" and "to" not in arguments:
            arguments["to"] = self.people["caseworker"]
        with self.store.step() as unit:
            made = call or self.call(by or role_for(step, case.state), on, case.version, now=self.now(case, on))
            return ACTIONS[step](unit, case.id, made, **arguments)

    def now(self, case: Case, on: str | date) -> datetime:
        """Return an instant of a day, or of the last day on record for the case: time does not run backwards."""
        day = date.fromisoformat(on) if isinstance(on, str) else on
        return at(max(day, case.ticks[-1].event.on))

    def case(self, history: Iterable[Taken] = (), **told: Any) -> Case:
        """Register a request on 2026-03-02 and take the steps of a history."""
        case = self.register(**told)
        for step, on, *said in history:
            case = self.take(case, step, on, **(said[0] if said else {}))
        return case


def role_for(step: str, state: State) -> str:
    """Return the first role that the table names for a step."""
    for row in TABLE:
        if row.step == step and row.source is state:
            return next(role for role in Role if role in row.by)
    return "everyone"


def found_office(store: Store, seal: Seal, code: str = "0001", *, one_person: bool = False) -> Office:
    """Add an agency with a person for each role."""
    stamp = Stamp(None, FOUNDED.date(), FOUNDED)
    with store.unit() as unit:
        agency_id = add_agency(unit, stamp, code=code, name=f"某县第{code}局", kind="department", one_person=one_person)
        office = Office(store, seal, agency_id)
        for role in Role:
            office.people[role] = add_user(unit, stamp, login=f"{role}@{code}", name=role)
            grant(unit, stamp, user_id=office.people[role], agency_id=agency_id, roles=[role])
        office.people["everyone"] = add_user(unit, stamp, login=f"everyone@{code}", name="everyone")
        grant(unit, stamp, user_id=office.people["everyone"], agency_id=agency_id, roles=list(Role))
        office.people["stranger"] = add_user(unit, stamp, login=f"stranger@{code}", name="stranger")
    return office


RECORD = [name for name in TABLES if name not in BESIDE]
"""The tables that entries make."""


def fill(office: Office) -> Office:
    """Put rows into every table of the record."""
    histories = ("reopened and replied again", "upheld and looked at again", "sent back")
    for name in (*histories, "charged and paid", "consulted and answered"):
        office.case(
            HISTORIES[name], requester=Requester(name="张三", applicant_class="research", identifiers={"a": "1"})
        )
    office.case(HISTORIES["written about"])
    office.bring_in(outcome="D2", closed_on=date(2026, 3, 20))
    stamp = Stamp(office.people["admin"], date(2026, 4, 2), at("2026-04-02"))
    notice = Notice(
        id="地方-1",
        title="某地调休",
        source="某县人民政府",
        known_on=date(2026, 4, 1),
        years=(2026,),
        off=(date(2026, 7, 1),),
        worked=(),
        amends=True,
    )
    version = office.store.calendars.after((notice,)).version
    filed = ForeignProceeding(id="ledger 1", case_no="旧2025-1", filing="review", filed_on=date(2026, 1, 5))
    with office.store.unit() as unit:
        for page in (
            NoticeImported(notice=notice, version=version),
            FiguresEntered(
                agency_id=office.agency_id,
                year=2025,
                file="f.csv",
                figures=[FigureEntered("art20_1.rules.issued", "3", True)],
            ),
            ProceedingsEntered(agency_id=office.agency_id, file="p.csv", proceedings=[filed]),
            ContactSet(user_id=office.people["approver"], channel="email", address="a@example.gov.cn", first=True),
            ContactSet(user_id=office.people["caseworker"], channel="email", address="c@example.gov.cn", first=True),
            ContactSet(user_id=office.people["caseworker"], channel="email", address="", first=False),
            RuleBookSet(agency_id=office.agency_id, rules="[]", quiet="", first=True),
            ChannelSet(
                agency_id=office.agency_id,
                channel="smtp",
                options="{}",
                sealed=office.seal.seal({"password": "x"}),
                active=True,
                first=True,
            ),
            RuleBookSet(agency_id=office.agency_id, rules="[]", quiet='{"from":"18:00"}', first=False),
            TemplateKept(agency_id=office.agency_id, letter="receipt", version=1, source="<p>a</p>", note="x"),
            TemplateChosen(
                agency_id=office.agency_id, letter="receipt", version=1, from_on=date(2030, 1, 1), first=True
            ),
            WordTemplateSet(agency_id=office.agency_id, sha256="b" * 64, name="函.docx", first=True),
        ):
            journal.append(unit, page, **stamp._asdict())
    return office


def dump(store: Store) -> dict[str, list[str]]:
    """Return every row of every table, to tell whether anything was changed."""
    with store.reading() as connection:
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in TABLES.items()
        }
