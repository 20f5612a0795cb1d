"""What can go wrong, in words a caseworker can act on.

CaseworkError: NotFound, NotAllowed, NotReady, NotYours, Stale, KeyReused, CalendarGap,
RuleBroken (a rule of the regulation or of the clock), BadInput (what was typed or a file that was handed in),
Unavailable (database or disk).

A message is an English sentence with ``{named}`` places and is the key of its translation: the edge translates the
sentence first and fills the places afterwards, so no language is known here.
"""

from collections.abc import Callable, Iterable
from enum import Enum


class CaseworkError(Exception):
    """A refusal that says what is wrong, why, and what to do. Nothing was changed.

    Args:
        message: English sentence with ``{named}`` places; the key of the translation.
        params: What fills the places. An Enum or a list of Enums is translated on its own.
    """

    def __init__(self, message: str, /, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.params = params

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence in the language of `translate`, which maps an English sentence to its translation."""
        return translate(self.message).format(**{name: _shown(value, translate) for name, value in self.params.items()})

    def __str__(self) -> str:
        return self.text()


def _shown(value: object, translate: Callable[[str], str]) -> object:
    if isinstance(value, Enum):
        return translate(str(value.value))
    if isinstance(value, CaseworkError):
        return value.text(translate)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return translate(", ").join(str(_shown(part, translate)) for part in value)
    return value


class NotFound(CaseworkError):
    """There is no such thing, or it belongs to another agency: both look the same from outside."""


class NotAllowed(CaseworkError):
    """The state table has no row for this step from this state."""


class NotYours(CaseworkError):
    """The row exists, but not for this person's roles, or the same person may not act twice (four eyes)."""


class NotReady(CaseworkError):
    """A guard of the row objects; what is missing is named."""


class Stale(CaseworkError):
    """The case moved on since it was read; read it again and decide on what it says now."""


class KeyReused(CaseworkError):
    """An idempotency key came back with other data."""


class CalendarGap(CaseworkError):
    """A day was asked for that no holiday notice covers."""


class RuleBroken(CaseworkError):
    """A rule of the regulation or of the clock forbids this; the message names the article or the rule."""


class Unavailable(CaseworkError):
    """The database or the disk could not do it; nothing was changed, and it can be tried again."""


class BadInput(CaseworkError):
    """What was typed or handed in cannot be read; the message says where and what is allowed."""
