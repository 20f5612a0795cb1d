"""Plays a request on the record: day by day, person by person, each step through its action."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from workflow.actions.agencies import Stamp, add_agency, add_user, grant
from workflow.actions.clear_secrecy import clear_secrecy
from workflow.actions.decide import decide
from workflow.actions.draft import draft, submit
from workflow.actions.issue import issue_letter, issue_reply
from workflow.actions.register import Requester, register
from workflow.actions.reply import dispatch, reply
from workflow.actions.review import review
from workflow.actions.step import Action
from workflow.rules.arrival import Arrival
from workflow.rules.calendar import Calendar
from workflow.rules.record.case import Call, Case
from workflow.rules.record.deciding import ItemDraft
from workflow.rules.states import Role
from workflow.store.seal import Seal
from workflow.store.session import Store

PEOPLE = {
    "收件人 王五": ("intake", (Role.INTAKE,)),
    "经办人 李四": ("caseworker", (Role.CASEWORKER, Role.STATISTICIAN)),
    "保密审查员 孙七": ("reviewer", (Role.SECRECY_REVIEWER,)),
    "负责人 赵六": ("approver", (Role.APPROVER,)),
    "管理员 周八": ("admin", (Role.ADMIN, Role.SUPERVISOR, Role.AUDITOR)),
}
SETTINGS = {
    "government": "甲县人民政府",
    "superior": "甲市生态环境局",
    "office": "甲县生态环境局办公室",
    "telephone": "0000-1234567",
    "address": "甲县解放路1号",
    "case_no": "甲环申{year}-{n:04d}",
    "reply_number": "甲环公开复〔{year}〕{n}号",
    "notice_number": "甲环公开告〔{year}〕{n}号",
}


def instant(day: date) -> datetime:
    """Return ten in the morning of a day in China, as the entries of the demonstration are stamped."""
    return datetime.combine(day, time(2, 0), UTC)


@dataclass
class Office:
    """A small office with one person for each role."""

    store: Store
    seal: Seal
    agency_id: UUID
    people: dict[str, UUID]
    calendar: Calendar

    @classmethod
    def open(cls, store: Store, seal: Seal, on: date) -> "Office":
        """Add the office and its people to the record."""
        stamp = Stamp(None, on, instant(on))
        with store.unit() as unit:
            agency_id = add_agency(
                unit, stamp, code="JX-HB", name="甲县生态环境局", kind="department", settings=SETTINGS
            )
            people = {}
            for name, (login, roles) in PEOPLE.items():
                people[login] = add_user(unit, stamp, login=login, name=name)
                grant(unit, stamp, user_id=people[login], agency_id=agency_id, roles=roles)
            calendar = unit.calendar()
        return cls(store, seal, agency_id, people, calendar)


@dataclass(frozen=True)
class Line:
    """One line of a timeline: what was done, by whom, and where the case stood after it."""

    on: date
    who: str
    step: str
    state: str
    clock: str
    due_on: date | None
    provisional: bool


Later = Callable[[Case], Any]
"""Something a step asks for that only the case tells once the step is taken."""


@dataclass
class Player:
    """One request: what is done about it and on which day, written down first and done in its turn with the others."""

    office: Office
    title: str
    day: date
    case: Case | None = None
    acts: list[tuple[date, Callable[[date], None]]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> Case:
        """The case as it stands."""
        if self.case is None:
            raise LookupError(self.title)
        return self.case

    def after(self, working_days: int) -> "Player":
        """Let working days pass."""
        if working_days:
            self.day = self.office.calendar.add(self.day, working_days)
        return self

    def register(self, arrival: Arrival, requester: Requester, *items: str) -> "Player":
        """Register the request on the present day."""

        def act(day: date) -> None:
            office, call = self.office, self._call("intake", day)
            with office.store.unit() as unit:
                self.case = register(
                    unit, office.seal, office.agency_id, call, arrival=arrival, requester=requester, items=items
                )
            self._note("intake", "request registered", day)

        self.acts.append((self.day, act))
        return self

    def take(self, step: Action[Any], login: str, **asked: Any) -> "Player":  # noqa: ANN401 (what each step asks for)
        """Take a step on the present day; what only the case will tell is asked of it then."""

        def act(day: date) -> None:
            told = {name: value(self.now) if callable(value) else value for name, value in asked.items()}
            with self.office.store.step() as unit:
                self.case = step(unit, self.now.id, self._call(login, day), **told)
            self._note(login, str(step.step), day)

        self.acts.append((self.day, act))
        return self

    def letter(self, kind: str, about: str | Later = "", *, way: str = "post") -> "Player":
        """Issue a letter on the way and send it the same day."""
        self.take(issue_letter, "caseworker", letter=kind, about=about)
        return self.take(dispatch, "caseworker", no=_last_letter, way=way, proof=lambda case: _receipt("XA", case))

    def answer(self, *items: ItemDraft, conclusion: str = "open", **asked: Any) -> "Player":  # noqa: ANN401
        """Draft, clear, decide, issue and send the reply, as an office does in a few days."""
        return self.submitted(*items).finish(conclusion, **asked)

    def submitted(self, *items: ItemDraft) -> "Player":
        """Draft the answer and hand it to the secrecy review; what it encloses lies on the desk."""
        for item in items:
            self.seen |= dict.fromkeys(filter(None, item.detail.get("enclosed", "").split("；")), "已与原件核对")
            self.seen |= dict.fromkeys(_ADDRESS.findall(item.detail.get("where", "")), "已打开，为该文件")
        return self.take(draft, "caseworker", items=list(items)).take(submit, "caseworker")

    def finish(self, conclusion: str, **asked: Any) -> "Player":  # noqa: ANN401 (what the issue asks for)
        """Clear, decide, issue and send what was submitted."""
        ground = "逐项对照保密事项范围和第十四条至第十六条审查"
        self.after(1).take(clear_secrecy, "reviewer", conclusion=conclusion, ground=ground)
        self.after(1).take(decide, "approver").take(issue_reply, "caseworker", seen=self.seen, **asked)
        return self.after(1).take(reply, "caseworker", way="post", proof=lambda case: _receipt("XB", case))

    def reviewed(self) -> "Player":
        """Acknowledge the request and take it up two days later."""
        return self.letter("receipt", way="online").taken_up()

    def taken_up(self) -> "Player":
        """Take the request up two days later."""
        return self.after(2).take(review, "caseworker")

    def _call(self, login: str, day: date) -> Call:
        version = 0 if self.case is None else self.case.version
        key = f"{self.title}/{version + 1}"
        return Call(by=self.office.people[login], on=day, at=instant(day), key=key, version=version)

    def _note(self, login: str, step: str, day: date) -> None:
        case = self.now
        who = next(name for name, (known, _) in PEOPLE.items() if known == login)
        self.lines.append(Line(day, who, step, str(case.state), case.clock_status, case.due_on, case.provisional))


_ADDRESS = re.compile(r"https?://[\w./-]+")


def play(players: Sequence[Player]) -> None:
    """Do what the players wrote down, day by day, so that numbers and entries follow each other as in an office."""
    acts = [act for player in players for act in player.acts]
    for day, act in sorted(acts, key=lambda act: act[0]):
        act(day)


def _last_letter(case: Case) -> int:
    return case.letters[-1].no


def _receipt(prefix: str, case: Case) -> str:
    """Return the number of a postal receipt, which nobody gave."""
    return f"{prefix}{case.serial:03d}{_last_letter(case):02d}"
