"""A clock asked and answered as JSON objects, one a line: what `disclosure clock` reads and writes."""

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from workflow.rules.clock import Clock
from workflow.rules.clock_events import ClockEvent, ClockRefused, EventType, Party
from workflow.rules.errors import BadInput, CaseworkError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TYPES: Mapping[str, EventType] = {kind.value: kind for kind in EventType}
_WITH_REF = {EventType.CONSULTATION_STARTED, EventType.CONSULTATION_DELIVERED, EventType.CONSULTATION_ANSWERED}
_WITH_DAYS = {EventType.EXTENDED, EventType.REDO_ORDERED}


class Request(msgspec.Struct, frozen=True):
    """One question: the clock of `events` as of a day, and the caller's own name for it."""

    id: object
    as_of: date
    events: tuple[ClockEvent, ...]


def parse_request(line: object) -> Request:
    """Return the question in a decoded JSON object `{"id": ..., "as_of": "2025-10-16", "events": [{...}, ...]}`.

    Raises:
        BadInput: It is no such object, or a field is missing or of the wrong kind; the message names it.
        ClockRefused: An event has an unknown type.

    """
    if not isinstance(line, dict):
        raise BadInput('A JSON object with "id", "as_of" and "events" is wanted.')
    events = line.get("events")
    if not isinstance(events, list):
        raise BadInput('"events" is missing or no list. Give the events in the order in which they happened.')
    return Request(
        id=line.get("id"),
        as_of=_day(line.get("as_of"), "as_of"),
        events=tuple(_event(event, f"events[{at}]") for at, event in enumerate(events)),
    )


def answer(request_id: object, clock: Clock) -> dict[str, object]:
    """Return the answer to write: the caller's name and what was asked for, days as ISO text."""
    return {
        "id": request_id,
        "regime": clock.regime,
        "status": clock.status.value,
        "due_on": None if clock.due_on is None else clock.due_on.isoformat(),
        "remaining": clock.remaining,
        "overdue": clock.overdue,
        "on_time": clock.on_time,
    }


def refusal(line: object, error: CaseworkError) -> dict[str, object]:
    """Return the answer to a line that was refused; `id` is null where the line had none."""
    return {"id": line.get("id") if isinstance(line, dict) else None, "error": str(error)}


def _event(event: object, place: str) -> ClockEvent:
    if not isinstance(event, dict):
        raise BadInput('{place} is no JSON object with "type" and "on".', place=place)
    on = _day(event.get("on"), f"{place}.on")
    name = event.get("type")
    kind = _TYPES.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ClockRefused(
            "{event} on {on} is refused: there is no such event. Use one of {known}.",
            event=str(name),
            on=on,
            known=list(map(str, EventType)),
        )
    return ClockEvent(
        type=kind,
        on=on,
        ref=_text(event.get("ref"), f"{place}.ref") if kind in _WITH_REF else "",
        party=_party(event.get("party"), f"{place}.party") if kind is EventType.CONSULTATION_STARTED else "",
        days=_number(event.get("days"), f"{place}.days") if kind in _WITH_DAYS else 0,
        until=_day(event.get("until"), f"{place}.until") if kind is EventType.DELAY_SET else None,
    )


def _day(value: object, place: str) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise BadInput("{place} is missing or no day. Days are written like 2025-10-16.", place=place)


def _text(value: object, place: str) -> str:
    if isinstance(value, str) and value:
        return value
    raise BadInput("{place} is missing or no text. Give the consultation its name.", place=place)


def _party(value: object, place: str) -> str:
    if isinstance(value, str) and value in set(Party):
        return value
    raise BadInput(
        "{place} is missing or no party to consult. Use one of {known}.", place=place, known=list(map(str, Party))
    )


def _number(value: object, place: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise BadInput("{place} is missing or no whole number. Give the working days.", place=place)
