"""Messages on their way: claimed with a lease, so that a worker that dies loses nothing and two never send the same."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from workflow.rules.agency_duties import owing
from workflow.rules.duty import Actor, Duty, Owed
from workflow.store.postgres import Postgres
from workflow.store.rows import TABLES
from workflow.store.session import Unit
from workflow.store.sweeping import NOT_DESK

_DELIVERIES, _REMINDERS, _DUTIES, _CASES = (TABLES[name] for name in ("deliveries", "reminders", "duties", "cases"))
SAME_DUTY = and_(
    _DUTIES.c.case_id == _REMINDERS.c.subject_id,
    _DUTIES.c.duty == _REMINDERS.c.duty,
    _DUTIES.c.ref == _REMINDERS.c.ref,
    _DUTIES.c.due_on == _REMINDERS.c.due_on,
)
"""What a reminder is of is still owed by the same day."""


class DeliveryState(StrEnum):
    """How far a message is."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    SUPERSEDED = "superseded"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class DeliveryKey(NamedTuple):
    """What tells one message from another."""

    sweep: int
    channel: str
    agency_id: UUID
    recipient_id: UUID
    n: int


class Claimed(NamedTuple):
    """A message that a worker has claimed. `subject` and `text` are empty where reminders make them."""

    key: DeliveryKey
    subject: str
    text: str
    created_at: datetime
    attempts: int


class Reminded(NamedTuple):
    """One reminder of a message, of something that is still owed; `regime` is that of the case's clock."""

    key: DeliveryKey
    case_no: str
    rule: str
    owed: Owed
    regime: str


class Result(NamedTuple):
    """What came of a message.

    Args:
        key: Of the message.
        state: Where it stands now.
        note: What the other side said, or why it did not go out.
        reference: By which it is found there.
        not_before: When it is tried again, where it is.
    """

    key: DeliveryKey
    state: DeliveryState
    note: str = ""
    reference: str = ""
    not_before: datetime | None = None


_KEY = [_DELIVERIES.c[name] for name in DeliveryKey._fields]


def doubt(unit: Unit, now: datetime) -> int:
    """Mark as uncertain what a worker had begun to send when it died; nobody repeats it by themselves.

    Only channels that must not get a message twice mark its beginning.
    """
    mine = _DELIVERIES.c
    lost = and_(mine.state == DeliveryState.CLAIMED, mine.lease_until <= now, mine.begun_at.is_not(None))
    values = {"state": DeliveryState.UNCERTAIN.value, "done_at": now, "claimed_by": None, "lease_until": None}
    return unit.connection.execute(update(_DELIVERIES).where(lost).values(values)).rowcount


def claim(unit: Unit, holder: str, now: datetime, lease: timedelta, limit: int) -> list[Claimed]:
    """Claim messages whose time has come, the oldest first; those that nobody else has, or whose holder died.

    Args:
        unit: A unit of its own, so that others see the claim.
        holder: The worker.
        now: The present instant.
        lease: How long they are held at most.
        limit: Most messages.
    """
    unit.begin()
    mine = _DELIVERIES.c
    waits = mine.state == DeliveryState.PENDING
    left = and_(mine.state == DeliveryState.CLAIMED, mine.lease_until <= now, mine.begun_at.is_(None))
    free: Select[Any] = (
        select(*_KEY).where(mine.not_before <= now, or_(waits, left)).order_by(mine.not_before, *_KEY).limit(limit)
    )
    if isinstance(unit.driver, Postgres):
        free = free.with_for_update(skip_locked=True)
    values: dict[str, Any] = {
        "state": DeliveryState.CLAIMED.value,
        "claimed_by": holder,
        "lease_until": now + lease,
        "attempts": mine.attempts + 1,
    }
    chosen = free.cte("free")
    taken = (
        update(_DELIVERIES)
        .where(tuple_(*_KEY).in_(select(*chosen.c)))
        .values(values)
        .returning(*_KEY, mine.subject, mine.text, mine.created_at, mine.attempts)
    )
    rows = [Claimed(DeliveryKey(*row[:5]), *row[5:]) for row in unit.connection.execute(taken)]
    return sorted(rows)


def begin(unit: Unit, key: DeliveryKey, holder: str, now: datetime) -> bool:
    """Note that a message is about to be handed over; False where the claim was lost meanwhile."""
    mine = and_(_same(key), _DELIVERIES.c.claimed_by == holder, _DELIVERIES.c.lease_until > now)
    begun = update(_DELIVERIES).where(mine).values(begun_at=now)
    return unit.connection.execute(begun).rowcount == 1


def finish(unit: Unit, holder: str, now: datetime, results: Sequence[Result]) -> None:
    """Write what came of messages that `holder` has claimed."""
    if not results:
        return
    theirs = _DELIVERIES.c
    own = and_(*(theirs[name] == bindparam(f"k_{name}") for name in DeliveryKey._fields), theirs.claimed_by == holder)
    values: dict[str, Any] = {name: bindparam(f"v_{name}") for name in ("state", "note", "reference", "done_at")}
    change = (
        update(_DELIVERIES)
        .where(own)
        .values(
            **values,
            not_before=func.coalesce(bindparam("v_not_before", type_=theirs.not_before.type), theirs.not_before),
            claimed_by=None,
            lease_until=None,
            begun_at=None,
        )
    )
    unit.connection.execute(change, [_row(result, now) for result in results])


def reminded(connection: Connection, keys: Iterable[DeliveryKey]) -> dict[DeliveryKey, list[Reminded]]:
    """Return what each message is about, as far as it is still owed by the same day; the others are absent."""
    wanted = list(keys)
    found: dict[DeliveryKey, list[Reminded]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        for row in connection.execute(_about(wanted[start : start + _AT_ONCE])):
            one = _reminded(row)
            found.setdefault(one.key, []).append(one)
    return found


_AT_ONCE = 150  # Keys of five parts; SQLite takes some thousand parameters.


class _Regime(msgspec.Struct):
    """The one part of a snapshot that a line needs."""

    regime: str = ""


_REGIMES = msgspec.json.Decoder(_Regime)


def regime_of(snapshot: str | None) -> str:
    """Return the name of the regime of a case's clock, "" where there is no case."""
    return _REGIMES.decode(snapshot).regime if snapshot else ""


def _about(keys: Sequence[DeliveryKey]) -> Select[Any]:
    mine, duties = _REMINDERS.c, _DUTIES.c
    return (
        select(
            *(mine[name] for name in DeliveryKey._fields),
            _CASES.c.case_no,
            _CASES.c.snapshot,
            mine.rule,
            mine.duty,
            mine.ref,
            mine.due_on,
            duties.who,
            duties.provisional,
        )
        .join_from(_REMINDERS, _DUTIES, SAME_DUTY, isouter=True)
        .join(_CASES, _CASES.c.id == duties.case_id, isouter=True)
        .where(
            NOT_DESK,
            tuple_(*(mine[name] for name in DeliveryKey._fields)).in_(keys),
            or_(duties.case_id.is_not(None), mine.subject_id.in_(select(TABLES["agencies"].c.id))),
        )
        .order_by(mine.due_on, mine.subject_id, mine.rule)
    )


def _reminded(row: Any) -> Reminded:  # noqa: ANN401 (a row of mixed columns)
    duty = Duty(row.duty)
    who = owing(duty) if row.who is None else Actor(row.who)
    owed = Owed(duty, row.ref, row.due_on, who, bool(row.provisional))
    return Reminded(DeliveryKey(*row[:5]), row.case_no or "", row.rule, owed, regime_of(row.snapshot))


def _row(result: Result, now: datetime) -> dict[str, Any]:
    ended = result.state is not DeliveryState.PENDING
    values = {
        "v_state": result.state.value,
        "v_note": result.note or None,
        "v_reference": result.reference or None,
        "v_done_at": now if ended else None,
        "v_not_before": result.not_before,
    }
    return values | {f"k_{name}": value for name, value in result.key._asdict().items()}


def _same(key: DeliveryKey) -> ColumnElement[bool]:
    return and_(*(column == value for column, value in zip(_KEY, key, strict=True)))


def settle(unit: Unit, key: DeliveryKey, state: DeliveryState, now: datetime, note: str) -> bool:
    """Say of a message that is uncertain or failed what a person found out: sent, or to be sent again (pending).

    False where it stands otherwise.
    """
    values: dict[str, Any] = {"state": state.value, "note": note, "begun_at": None}
    if state is DeliveryState.PENDING:
        values |= {"not_before": now, "done_at": None, "attempts": 0}
    open_ = _DELIVERIES.c.state.in_([DeliveryState.UNCERTAIN.value, DeliveryState.FAILED.value])
    return unit.connection.execute(update(_DELIVERIES).where(_same(key), open_).values(values)).rowcount == 1


class Backlog(NamedTuple):
    """What is on its way by a channel: how many messages by state, and since when the oldest waits."""

    channel: str
    by_state: Mapping[DeliveryState, int]
    oldest: datetime | None


def backlog(connection: Connection, now: datetime) -> list[Backlog]:
    """Return what is on its way, by channel; the oldest is one whose time has come."""
    mine = _DELIVERIES.c
    counted = select(mine.channel, mine.state, func.count(), func.min(mine.not_before)).group_by(
        mine.channel, mine.state
    )
    states: dict[str, dict[DeliveryState, int]] = {}
    oldest: dict[str, datetime] = {}
    for channel, state, number, first in connection.execute(counted):
        states.setdefault(channel, {})[DeliveryState(state)] = number
        if state in {DeliveryState.PENDING, DeliveryState.CLAIMED} and first <= now:
            oldest[channel] = min(first, oldest.get(channel, first))
    return [Backlog(channel, states[channel], oldest.get(channel)) for channel in sorted(states)]


class Kept(NamedTuple):
    """A message as it is listed: who gets it, how, and what came of it."""

    key: DeliveryKey
    state: DeliveryState
    created_at: datetime
    attempts: int
    note: str
    reference: str


def listed(
    connection: Connection, agencies: Sequence[UUID], states: Sequence[DeliveryState], limit: int = 200
) -> list[Kept]:
    """Return messages of agencies in these states, the newest first."""
    mine = _DELIVERIES.c
    query = (
        select(*_KEY, mine.state, mine.created_at, mine.attempts, mine.note, mine.reference)
        .where(mine.agency_id.in_(agencies), mine.state.in_([state.value for state in states]))
        .order_by(mine.created_at.desc(), *_KEY)
        .limit(limit)
    )
    return [
        Kept(
            DeliveryKey(*row[:5]),
            DeliveryState(row.state),
            row.created_at,
            row.attempts,
            row.note or "",
            row.reference or "",
        )
        for row in connection.execute(query)
    ]


def logins(connection: Connection, user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the logins of people; a message to an agency has none."""
    users = TABLES["users"].c
    query = select(users.id, users.login).where(users.id.in_(list(user_ids)))
    return {row.id: row.login for row in connection.execute(query)}


def purge(unit: Unit, before: datetime, before_on: date) -> int:
    """Delete messages that ended before an instant and the reminders of due days before a day; return how many.

    What is uncertain or failed stays until a person has looked at it.
    """
    mine = _DELIVERIES.c
    over = mine.state.in_([DeliveryState.SENT.value, DeliveryState.SUPERSEDED.value])
    sent = unit.connection.execute(delete(_DELIVERIES).where(over, mine.done_at < before)).rowcount
    theirs = _REMINDERS.c
    old = and_(theirs.created_at < before, theirs.due_on < before_on)
    owed = (
        select(_DUTIES.c.case_id).where(_DUTIES.c.case_id == theirs.subject_id, _DUTIES.c.duty == theirs.duty).exists()
    )
    return sent + unit.connection.execute(delete(_REMINDERS).where(old, ~owed)).rowcount


def add(unit: Unit, key: DeliveryKey, subject: str, text: str, now: datetime) -> None:
    """Put a message with words of its own on its way."""
    values = {"subject": subject, "text": text, "created_at": now, "not_before": now, "state": "pending"}
    unit.connection.execute(insert(_DELIVERIES).values(**key._asdict(), **values))
