"""Words that a person must have typed."""

from workflow.rules.errors import BadInput


def said(text: str, what: str) -> str:
    """Return `text` without the blanks around it.

    Args:
        text: As typed.
        what: Its name, for the refusal; translated like every term.

    Raises:
        BadInput: There is nothing in it.
    """
    words = text.strip()
    if not words:
        raise BadInput("{what} is empty. It stands in the record and in the letter, so enter it.", what=what)
    return words


def one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    """Return `value` if it is allowed.

    Raises:
        BadInput: It is not; the message names those that are.
    """
    if value not in allowed:
        raise BadInput("{value} is no {what}. Allowed: {allowed}.", value=value, what=what, allowed=list(allowed))
    return value
