"""What the caller says beside the record, by name: text, days, lines; what is missing is refused with its name."""

from collections.abc import Mapping
from datetime import date

from workflow.actions.writing.common import Wanted
from workflow.actions.writing.told import told_or
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.search_record import SEPARATOR


def told(wanted: Wanted, key: str, what: str) -> str:
    """Return what was told under a key; NotReady where it was not, with what to give."""
    value = told_or(wanted, key)
    if not value:
        raise NotReady("The document does not know {what}. Give it as {key}.", what=what, key=key)
    return value


def told_or_set(wanted: Wanted, settings: Mapping[str, str], key: str, setting: str, what: str) -> str:
    """Return what was told under a key, else what the agency set for all its letters."""
    value = told_or(wanted, key) or settings.get(setting, "").strip()
    if not value:
        raise NotReady(
            "The document does not know {what}. Give it as {key}, or set {setting} for the agency.",
            what=what,
            key=key,
            setting=setting,
        )
    return value


def told_day(wanted: Wanted, key: str, what: str) -> date:
    """Return a day that was told; BadInput where it is none."""
    return _day(told(wanted, key, what), key)


def told_day_if(wanted: Wanted, key: str) -> date | None:
    """Return a day that may be told, None where it was not; BadInput where it is none."""
    value = told_or(wanted, key)
    return _day(value, key) if value else None


def _day(value: str, key: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadInput("{key} is {value}, which is no day. Write it as 2026-03-02.", key=key, value=value) from None


def told_number(wanted: Wanted, key: str, default: int) -> int:
    """Return a whole number from 1 that may be told, else the default."""
    value = told_or(wanted, key)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise BadInput("{key} is {value}. Give a whole number from 1.", key=key, value=value)
    return int(value)


def told_lines(wanted: Wanted, key: str, what: str) -> tuple[str, ...]:
    """Return the lines of what was told, the empty ones left out."""
    return tuple(line.strip() for line in told(wanted, key, what).splitlines() if line.strip())


def told_lines_if(wanted: Wanted, key: str) -> tuple[str, ...]:
    """Return the lines of what may be told."""
    return tuple(line.strip() for line in told_or(wanted, key).splitlines() if line.strip())


def parts(line: str, count: int, key: str) -> tuple[str, ...]:
    """Return the parts of a line, all of which must be there; BadInput where they are not."""
    found = tuple(part.strip() for part in line.split(SEPARATOR))
    if len(found) != count or not all(found):
        raise BadInput(
            "A line of {key} is {line}. Write its {count} parts with ｜ between them.", key=key, line=line, count=count
        )
    return found
