"""Words that a person must have typed."""

import re

from workflow.rules.errors import BadInput, CaseworkError

_UNPRINTABLE = re.compile("[\0\ud800-\udfff]")


def term(word: str) -> CaseworkError:
    """Return a word as what is translated on its own inside a refusal."""
    return CaseworkError(word)


def said(text: str, what: str) -> str:
    """Return `text` without the blanks around it.

    Args:
        text: As typed.
        what: Its name, for the refusal; translated like every term.

    Raises:
        BadInput: There is nothing in it, or a character that cannot be kept.
    """
    words = text.strip()
    if not words:
        raise BadInput("{what} is empty. It stands in the record and in the letter, so enter it.", what=term(what))
    return plain(words)


def plain(text: str) -> str:
    """Return `text` as it is.

    Raises:
        BadInput: It holds a NUL or half a character, which no database keeps and no letter prints.
    """
    if _UNPRINTABLE.search(text):
        raise BadInput("A text holds a character that no letter can print. Enter it again.")
    return text


def one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    """Return `value` if it is allowed.

    Raises:
        BadInput: It is not; the message names those that are.
    """
    if value not in allowed:
        raise BadInput("{value} is no {what}. Allowed: {allowed}.", value=value, what=term(what), allowed=list(allowed))
    return value
