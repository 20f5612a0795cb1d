"""An earlier letter of the agency and what a new reply makes of it (重新答复、补充答复、更正答复).

Source:
    行政诉讼法, Art. 71: no act that is essentially the same on the same facts and reasons, after a judgment.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.rules.errors import BadInput, NotReady


class How(StrEnum):
    """What the new reply does to the old letter."""

    REVOKES = "revokes"
    """The agency itself revokes it (撤销)."""
    ANNULLED = "annulled"
    """A review body or a court annulled it already; nothing is left to revoke."""
    SUPPLEMENTS = "supplements"
    """It stands, and something is added (补充)."""
    CORRECTS = "corrects"
    """It stands but for what is put right (更正)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The letter that a reply takes the place of, adds to or puts right.

    Args:
        day: Its day.
        how: What becomes of it.
        number: Its number; empty only where it was given before the register and is not known.
        by: The decision or judgment that annulled it or ordered a new reply.
        said: What it said on each item, as `saying` puts it; empty where that is not on record.

    """

    day: date
    how: How
    number: str = ""
    by: str = ""
    said: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The number in brackets, to stand after 答复."""
        return f"（{self.number}）" if self.number else ""


def saying(outcome: str, findings: str, reasons: str) -> str:
    """Return what decides whether two answers to an item are the same, without blanks and stops."""
    text = f"{outcome}|{findings}|{reasons}"
    return "".join(letter for letter in text if letter.isalnum() or letter == "|")


def check_replaced(replaced: Replaced, number: str, issued_on: date, said: tuple[str, ...]) -> None:
    """Refuse a reply that names itself or a later letter, that names no order where one annulled, or says the same.

    Raises:
        BadInput: The old letter cannot be the one meant, or nobody is named that annulled it.
        NotReady: The new reply is the old one again.
    """
    if replaced.day > issued_on or replaced.number == number:
        raise BadInput(
            "The letter of {day} that is replaced is this one or a later one ({number}). Name the earlier letter.",
            day=replaced.day,
            number=replaced.number or "-",
        )
    if replaced.how is How.ANNULLED and not replaced.by.strip():
        raise BadInput(
            "The reply does not say by what the letter of {day} was annulled. Name the decision.", day=replaced.day
        )
    if replaced.said and replaced.said == said:
        raise NotReady(
            "The new reply has the same findings and reasons as the letter of {day}. Look into the matter anew and say "
            "what is different (行政诉讼法, Art. 71).",
            day=replaced.day,
        )
