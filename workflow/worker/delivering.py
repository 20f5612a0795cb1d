"""Deliver: claim messages, write their words, hand them to their channel, and note what came of each.

What a channel may get twice without harm is claimed and noted in groups. A mail is not such a thing: its beginning is
noted before it is handed over, so that after a crash it is known to be uncertain, and nobody repeats it by themselves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from workflow.installation import Installation
from workflow.rules.errors import CaseworkError
from workflow.rules.regimes import REGIMES, Regime, regime_on
from workflow.rules.reminder_texts import Line, digest_subject, digest_text, filled, line, reminder, subject
from workflow.store.deliveries import Claimed, DeliveryKey, DeliveryState, Reminded, Result, begin, claim, doubt, finish
from workflow.store.deliveries import reminded as reminded_by
from workflow.store.people import AgencyRow, agencies
from workflow.store.session import local_day, zone_of
from workflow.worker.channels.backoff import next_try
from workflow.worker.channels.message import Channel, Message, Refused, Uncertain, Unreachable
from workflow.worker.ways import Ways

BATCH = 100
LEASE = timedelta(minutes=10)
"""A batch of mails to a slow server takes less; after it the worker counts as dead."""

_MOST_NOTE = 500  # Characters of what is kept of a refusal.
_NAMESPACE = UUID("5f1f8f8e-6f0b-5a53-9d3f-0b2f6c3c9a11")


class Delivered(NamedTuple):
    """What came of the messages of a run."""

    sent: int = 0
    superseded: int = 0
    later: int = 0
    uncertain: int = 0
    failed: int = 0


def message_id(key: DeliveryKey) -> UUID:
    """Return the number by which a message is known outside; the same for every try."""
    return uuid5(_NAMESPACE, "|".join(map(str, key)))


def deliver(installation: Installation, holder: str, *, batch: int = BATCH, most: int = 10_000) -> Delivered:
    """Deliver what is to go out by now, until nothing is left that this worker can claim.

    Args:
        installation: The record and its settings.
        holder: The worker.
        batch: Messages claimed at a time.
        most: Messages after which to stop, so that a stop of the worker does not wait long.
    """
    store = installation.store
    with store.unit() as unit:
        lost = doubt(unit, installation.now())
    totals = Delivered(uncertain=lost)
    for _ in range(0, most, batch):
        with store.unit() as unit:
            claimed = claim(unit, holder, installation.now(), LEASE, batch)
        if not claimed:
            break
        totals = _added(totals, _Round(installation, holder, claimed).run())
    return totals


def _added(totals: Delivered, results: Sequence[Result]) -> Delivered:
    """Count the results in."""
    by_state = defaultdict(int, {name: getattr(totals, name) for name in Delivered._fields})
    for result in results:
        by_state[_NAMES[result.state]] += 1
    return Delivered(**by_state)


_NAMES = {
    DeliveryState.SENT: "sent",
    DeliveryState.SUPERSEDED: "superseded",
    DeliveryState.PENDING: "later",
    DeliveryState.UNCERTAIN: "uncertain",
    DeliveryState.FAILED: "failed",
}


class _Round:
    """A group of claimed messages."""

    def __init__(self, installation: Installation, holder: str, claimed: Sequence[Claimed]) -> None:
        self.installation = installation
        self.holder = holder
        self.claimed = claimed
        with installation.store.reading() as connection:
            self.calendar = installation.store.calendars.current(connection)
            self.about = reminded_by(connection, [one.key for one in claimed])
            self.offices = {office.id: office for office in agencies(connection)}
            self.ways = Ways(installation, connection, [one.key for one in claimed])

    def run(self) -> list[Result]:
        """Send all, channel by channel, and return what came of them."""
        results: list[Result] = []
        by_way: dict[tuple[str, UUID], list[Claimed]] = defaultdict(list)
        for one in self.claimed:
            by_way[one.key.channel, one.key.agency_id].append(one)
        for (channel, agency_id), some in by_way.items():
            results += self._by_one_way(channel, agency_id, some)
        return results

    def _by_one_way(self, channel: str, agency_id: UUID, some: Sequence[Claimed]) -> list[Result]:
        """Send messages over one connection; where the channel cannot be opened at all, none of them goes out."""
        try:
            way = self.ways.channel(channel, agency_id)
        except CaseworkError as problem:
            results = [Result(one.key, DeliveryState.FAILED, self._said(problem)) for one in some]
            self._note(results)
            self.ways.alert(channel, agency_id, problem)
            return results
        results = []
        with way:
            for one in some:
                result = self._one(way, one)
                results.append(result)
                if not way.repeatable:
                    self._note([result])
        if way.repeatable:
            self._note(results)
        self.ways.learn(channel, agency_id, results)
        return results

    def _one(self, way: Channel, claimed: Claimed) -> Result:
        """Send one message and return what came of it."""
        key = claimed.key
        try:
            return self._handed_over(way, claimed)
        except Refused as problem:
            self.ways.alert(key.channel, key.agency_id, problem)
            return Result(key, DeliveryState.FAILED, self._said(problem))
        except Unreachable as problem:
            return self._later(claimed, problem)
        except Uncertain as problem:
            if way.repeatable:
                return self._later(claimed, problem)
            return Result(key, DeliveryState.UNCERTAIN, self._said(problem))

    def _handed_over(self, way: Channel, claimed: Claimed) -> Result:
        message = self._message(claimed)
        if message is None:
            return Result(claimed.key, DeliveryState.SUPERSEDED)
        if not way.repeatable and not self._begun(claimed.key):
            return Result(claimed.key, DeliveryState.PENDING)
        sent = way.send(message)
        return Result(claimed.key, DeliveryState.SENT, sent.note, sent.reference)

    def _later(self, claimed: Claimed, problem: Unreachable | Uncertain) -> Result:
        """Try again after a while, or give up and tell somebody."""
        asked = problem.retry_after if isinstance(problem, Unreachable) else None
        wait = next_try(claimed.attempts, asked, str(message_id(claimed.key)))
        if wait is None:
            self.ways.alert(claimed.key.channel, claimed.key.agency_id, problem)
            return Result(claimed.key, DeliveryState.FAILED, self._said(problem))
        return Result(
            claimed.key, DeliveryState.PENDING, self._said(problem), not_before=self.installation.now() + wait
        )

    def _begun(self, key: DeliveryKey) -> bool:
        with self.installation.store.unit() as unit:
            unit.begin()
            return begin(unit, key, self.holder, self.installation.now())

    def _note(self, results: Sequence[Result]) -> None:
        with self.installation.store.unit() as unit:
            unit.begin()
            finish(unit, self.holder, self.installation.now(), results)

    def _said(self, problem: CaseworkError) -> str:
        return self.installation.told(problem)[:_MOST_NOTE]

    def _message(self, claimed: Claimed) -> Message | None:
        """Return what is sent; None where nothing of it is owed any more."""
        key, now = claimed.key, self.installation.now()
        if claimed.text:
            words, facts = (claimed.subject, claimed.text), {"kind": "alert"}
        else:
            some = self.about.get(key, ())
            if not some:
                return None
            lines = list(self._lines(key, some, now))
            words, facts = self._words(some, lines), _facts(some, lines)
        to = self.ways.address(key)
        return Message(id=message_id(key), to=to, subject=words[0], text=words[1], facts=facts, at=claimed.created_at)

    def _lines(self, key: DeliveryKey, some: Sequence[Reminded], now: datetime) -> Iterator[Line]:
        office: AgencyRow = self.offices[key.agency_id]
        today = local_day(now, zone_of(office.timezone))
        for one in some:
            yield line(one.case_no, one.owed, today, self.calendar, _regime(one, today))

    def _words(self, some: Sequence[Reminded], lines: Sequence[Line]) -> tuple[str, str]:
        """Return subject and text; a single reminder may have words of the office's own."""
        translate = self.installation.translate
        if len(set(lines)) > 1:
            return digest_subject(lines).text(translate), digest_text(lines, translate)
        only, rule = lines[0], self.ways.rule(some[0].key.agency_id, some[0].rule)
        return (
            _own(rule.subject if rule else "", only, translate) or subject(only).text(translate),
            _own(rule.text if rule else "", only, translate) or reminder(only).text(translate),
        )


def _own(template: str, one: Line, translate: Callable[[str], str]) -> str:
    return filled(template, one, translate) if template else ""


def _regime(one: Reminded, today: date) -> Regime:
    return REGIMES.get(one.regime) or regime_on(today)


def _facts(some: Sequence[Reminded], lines: Sequence[Line]) -> dict[str, str]:
    """Return what a program may want to know of a message; no more than case numbers, days and articles."""
    if len(set(lines)) > 1:
        return {"kind": "digest", "count": str(len(set(lines)))}
    one, only = some[0], lines[0]
    return {
        "kind": "reminder",
        "case_no": one.case_no,
        "duty": str(one.owed.duty),
        "due_on": str(one.owed.due_on),
        "days_left": str(only.left),
        "article": only.article,
        "rule": one.rule,
    }
