"""What the caller says beside the record: asked for by name, and refused in words that name it."""

from datetime import date

from workflow.actions.texts import plain
from workflow.actions.writing.common import Wanted
from workflow.rules.errors import BadInput, CaseworkError
from workflow.rules.search_record import SEPARATOR


def told(wanted: Wanted, name: str, what: CaseworkError) -> str:
    """Return what the caller says under a name.

    Args:
        wanted: What the document is asked for with.
        name: Under which it is said.
        what: What it is, as a `term`.

    Raises:
        BadInput: It is missing; the message says what and under which name to give it.
    """
    text = plain(wanted.told.get(name, "").strip())
    if not text:
        raise BadInput("The record does not hold {what}. Say it under the name {name}.", what=what, name=name)
    return text


def told_or(wanted: Wanted, name: str, otherwise: str = "") -> str:
    """Return what the caller says under a name, or what stands there otherwise."""
    return plain(wanted.told.get(name, "").strip()) or otherwise


def told_day(wanted: Wanted, name: str, what: CaseworkError) -> date:
    """Return a day the caller says; refused as in `told`, and where it is no day."""
    return _day(told(wanted, name, what), name)


def told_day_or(wanted: Wanted, name: str) -> date | None:
    """Return a day the caller says, None if it is not said; BadInput where it is no day."""
    text = told_or(wanted, name)
    return _day(text, name) if text else None


def told_number(wanted: Wanted, name: str, what: CaseworkError) -> int:
    """Return a whole number the caller says; refused as in `told`, and where it is none."""
    text = told(wanted, name, what)
    if not (text.isascii() and text.isdigit() and len(text) <= _FIGURES):
        raise BadInput("{text} is no whole number. Write {name} in figures, such as 20.", text=text, name=name)
    return int(text)


def told_lines(wanted: Wanted, name: str) -> list[tuple[str, ...]]:
    """Return lines the caller says, each in its parts, which are separated by ｜; none if it is not said."""
    lines = told_or(wanted, name).splitlines()
    return [tuple(part.strip() for part in line.split(SEPARATOR)) for line in lines if line.strip()]


_FIGURES = 9  # More than any count of days has.


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("{text} is no day. Write {name} as 2026-03-02.", text=text, name=name) from None
