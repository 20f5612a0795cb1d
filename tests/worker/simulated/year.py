"""An office that works through days on a fake clock, while a crew that may be killed at any moment reminds it."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as hours
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from factories import Office, answer, found_office
from sqlalchemy import func, select

from workflow.actions.agencies import Stamp, add_agency, add_user, grant
from workflow.actions.channels import set_channel
from workflow.actions.contacts import set_contact
from workflow.files.reminder_rules import default_rules
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.states import Role
from workflow.store.deliveries import DeliveryState, listed, settle
from workflow.store.rows import TABLES
from workflow.store.seal import Seal
from workflow.store.session import Store
from workflow.worker.delivering import message_id

from .clock import FileClock
from .mailbox import Recorder
from .oracle import Key, Oracle

ZONE = ZoneInfo("Asia/Shanghai")
Plan = tuple[str, int]
"""A step and the days after the one before."""

END: tuple[Plan, ...] = (("draft", 6), ("submit", 1), ("clear", 1), ("decide", 1), ("issue_reply", 0), ("reply", 2))
PLANS: Sequence[Sequence[Plan]] = (
    (("review", 1), *END),
    (("assign", 2), ("review", 1), ("extend", 9), *END),
    (("review", 2), ("consult", 1), ("deliver_consultation", 2), ("answer_consultation", 15), *END),
    (("review", 1), ("charge", 2), ("deliver_fee_notice", 1), ("pay", 9), *END),
    (("review", 0), ("draft", 20), ("submit", 5), ("clear", 9), ("decide", 3), ("issue_reply", 0), ("reply", 1)),
    (("withdraw", 4),),
    (("review", 30),),
    (),
)
"""What is done with requests: some in time, some late, some never looked at."""


@dataclass
class Life:
    """A request and what is still to be done with it."""

    case: Case
    plan: list[Plan]
    on: date


@dataclass
class Year:
    """The simulation.

    Args:
        store: The record.
        seal: Of the installation.
        clock: That all processes read.
        chance: Decides.
        home: Folder of the installation.
        plans: What is done with requests, one after the other.
        patience: Seconds in which the workers have to come to rest.
    """

    store: Store
    seal: Seal
    clock: FileClock
    chance: Random
    home: Path
    plans: Sequence[Sequence[Plan]] = PLANS
    patience: float = 60
    lives: list[Life] = field(default_factory=list)
    unsettled: list[Life] = field(default_factory=list)

    def found(self, port: int) -> None:
        """Found an office below another, with people who can be written to."""
        stamp = Stamp(None, date(2025, 1, 2), datetime(2025, 1, 2, tzinfo=UTC))
        with self.store.unit() as unit:
            above = add_agency(unit, stamp, code="0000", name="某市人民政府办公室", kind="department")
            chief = add_user(unit, stamp, login="chief", name="督办")
            grant(unit, stamp, user_id=chief, agency_id=above, roles=[Role.SUPERVISOR, Role.ADMIN])
        self.office = self._below()
        self.people = {**self.office.people, "chief": chief}
        signed = Stamp(chief, stamp.on, stamp.at)
        with self.store.unit() as unit:
            for name, person in self.people.items():
                own = Stamp(person, stamp.on, stamp.at)
                set_contact(unit, own, user_id=person, channel="email", address=f"{name}@example.gov.cn")
            options = {"host": "127.0.0.1", "port": str(port), "security": "none", "sender": "desk@example.gov.cn"}
            set_channel(unit, signed, self.seal, above, kind="smtp", options=options, secrets={}, check=lambda *_: None)
        self.oracle = Oracle(default_rules(), self.store.calendars.after(()), self._meant(chief))

    def _below(self) -> Office:
        office = found_office(self.store, self.seal)
        with self.store.unit() as unit:
            from sqlalchemy import update  # noqa: PLC0415

            parent = select(TABLES["agencies"].c.id).where(TABLES["agencies"].c.code == "0000").scalar_subquery()
            mine = TABLES["agencies"].c.id == office.agency_id
            unit.connection.execute(update(TABLES["agencies"]).where(mine).values(parent_id=parent))
        return office

    def _meant(self, chief: UUID) -> Callable[[UUID, str], list[UUID]]:
        def meant(_: UUID, role: str) -> list[UUID]:
            if role == "superior":
                return [chief]
            return [self.office.people[role], self.office.people["everyone"]]

        return meant

    def day(self, on: date, requests: int) -> None:
        """Work for a day: what is planned is done, and new requests come in; the workers see the day after that."""
        self.unsettled = [life for life in self.unsettled if life.plan]
        for life in self.unsettled:
            while life.plan and life.on + timedelta(days=life.plan[0][1]) <= on:
                step, _ = life.plan.pop(0)
                life.case, life.on = self._taken(life.case, step, on), on
        for _ in range(requests):
            case = self.office.register(on.isoformat())
            self.oracle.see(case, on)
            self.lives.append(Life(case, list(self.plans[len(self.lives) % len(self.plans)]), on))
            self.unsettled.append(self.lives[-1])
        self.clock.set(datetime.combine(on, hours(9), ZONE))

    def _taken(self, case: Case, step: str, on: date) -> Case:
        said: dict[str, Any] = {}
        if step == "draft":
            said = {"items": [answer(1, Outcome.D2), answer(2, Outcome.N1)]}
        if step.endswith("_consultation"):
            said = {"ref": next(asked.ref for asked in case.consultations if asked.open)}
        case = self.office.take(case, step, on, **said)
        self.oracle.see(case, on)
        return case

    def settled(self, on: date) -> None:
        """Wait until everything due by a day is found and everything found is on its way; the clock goes on."""
        ends = time.monotonic() + self.patience
        while not self._quiet(on):
            if time.monotonic() > ends:
                raise AssertionError(f"the worker did not come to rest on {on}")
            self.clock.turn(timedelta(seconds=20))
            time.sleep(0.05)
        self.oracle.sweep(on)

    def _quiet(self, on: date) -> bool:
        beats, duties, deliveries = (TABLES[name].c for name in ("beats", "duties", "deliveries"))
        with self.store.reading() as connection:
            done = connection.execute(select(beats.until_on, beats.holder).where(beats.name == "sweep")).one_or_none()
            if done is None or done.until_on != on or done.holder is not None:
                return False
            fresh = select(func.count()).select_from(TABLES["duties"]).where(duties.fresh)
            waiting = select(func.count()).select_from(TABLES["deliveries"])
            waiting = waiting.where(deliveries.state.in_(["pending", "claimed"]), deliveries.not_before <= self.clock())
            return not connection.execute(fresh).scalar_one() and not connection.execute(waiting).scalar_one()

    def look_after(self, recorder: Recorder) -> int:
        """Do what a person does with uncertain messages: look for each at the mail server, and settle it."""
        taken = recorder.ids()
        with self.store.reading() as connection:
            agencies = [one for (one,) in connection.execute(select(TABLES["agencies"].c.id))]
            doubtful = listed(connection, agencies, [DeliveryState.UNCERTAIN], 10_000)
        for one in doubtful:
            there = taken[f"<{message_id(one.key)}@example.gov.cn>"]
            with self.store.unit() as unit:
                unit.begin()
                settle(unit, one.key, DeliveryState.SENT if there else DeliveryState.PENDING, self.clock(), "looked up")
        return len(doubtful)

    def reminders(self) -> Iterator[Key]:
        """Yield the reminders that there are."""
        mine = TABLES["reminders"].c
        names = ("recipient_id", "subject_id", "duty", "ref", "rule", "due_on", "mark_on", "channel")
        with self.store.reading() as connection:
            cases = select(TABLES["cases"].c.id)
            rows = connection.execute(select(*(mine[name] for name in names)).where(mine.subject_id.in_(cases)))
            yield from (Key(*row) for row in rows)

    def messages(self, state: DeliveryState) -> set[str]:
        """Return the Message-IDs of mails in a state."""
        with self.store.reading() as connection:
            agencies = [one for (one,) in connection.execute(select(TABLES["agencies"].c.id))]
            some = listed(connection, agencies, [state], 100_000)
        return {f"<{message_id(one.key)}@example.gov.cn>" for one in some}
