"""What a rule says about a letter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from workflow.rules.errors import CaseworkError


class Severity(StrEnum):
    """What follows from a finding."""

    E = "E"
    """The letter cannot be signed."""
    W = "W"
    """It can be signed with a reason that is kept on record."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong, before it is known which rule says so: one sentence with its places, and the item it is about."""

    sentence: str
    params: Mapping[str, object]
    item: int | None = None


def flaw(sentence: str, /, *, item: int | None = None, **params: object) -> Flaw:
    """Return a flaw; `sentence` is one English literal with ``{named}`` places, and may name the `item`."""
    return Flaw(sentence, params if item is None else {"item": item, **params}, item)


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw under the rule that found it.

    Args:
        rule: `L01` to `L32`.
        severity: Of the rule.
        sentence: What is wrong and what to do; the key of its translation.
        params: What fills its places.
        item: Number of the item of the request, where it is about one.

    """

    rule: str
    severity: Severity
    sentence: str
    params: Mapping[str, object]
    item: int | None = None

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence in the language of `translate`, its places filled as those of a refusal are."""
        return CaseworkError(self.sentence, **self.params).text(translate)

    def __str__(self) -> str:
        return f"{self.rule} {self.severity}: {self.text()}"
