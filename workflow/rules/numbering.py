"""Numbers of letters (发文字号) as an agency writes them: one pattern, and what counts on its own.

Published letters follow no single scheme: one series for all, one for each kind, or the number of the case with a
suffix for each kind; so it is data of the agency. The usual form is 机关代字〔2026〕12号, without 第 and without zeros.

Source:
    GB/T 9704-2012, 发文字号 (not re-read); the patterns found in published replies, `docs/letters.md`.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from string import Formatter

import msgspec

from workflow.rules.citations import numeral
from workflow.rules.errors import BadInput

REPLY, NOTICE = "reply", "notice"
"""The two series an office has where it set nothing: what decides a request, and everything else."""

SETTING = "numbers"
OLD_SETTINGS = {REPLY: "reply_number", NOTICE: "notice_number"}
"""Patterns of the two series one by one, as they could be set first; each has {year} and {n}."""

_PLACES = {"prefix", "year", "n", "suffix"}
_NEEDED = {"year", "n"}
_PADDING = re.compile(r"0?[1-6]?")
_MOST = 40


class Scope(StrEnum):
    """What has a count of its own."""

    AGENCY = "agency"
    """All letters of the agency are counted together."""
    SERIES = "series"
    """Replies and the other letters apart."""
    LETTER = "letter"
    """Each kind, as far as its prefix or suffix tells it from others."""
    CASE = "case"
    """Each request has one number a year, and its letters are told apart by their suffix."""


class YearOf(StrEnum):
    """Whose year stands in the number."""

    ISSUED = "issued"
    RECEIVED = "received"


class Numbering(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an agency numbers its letters.

    Args:
        scope: What has a count of its own.
        pattern: With the places {year} and {n}, {n:03} for zeros in front, and, as wanted, {prefix} and {suffix}.
        prefix: 机关代字 by the name of a kind or of a series; the entry "" is for all others.
        suffix: Likewise: -补, -延, -答.
        year: Whose year it is.

    Raises:
        BadInput: Two letters could get one number, or the pattern has a place that is none.

    """

    scope: Scope = Scope.SERIES
    pattern: str = "{prefix}〔{year}〕{n}号{suffix}"
    prefix: dict[str, str] = msgspec.field(default_factory=lambda: {REPLY: "公开复", NOTICE: "公开告"})
    suffix: dict[str, str] = {}
    year: YearOf = YearOf.ISSUED

    def __post_init__(self) -> None:
        places = _places(self.pattern)
        if not _NEEDED <= set(places) <= _PLACES or any(map(_bad_format, places.items())):
            raise BadInput(
                "The pattern of the numbers is {pattern}. Write it with {{year}} and {{n}}, and beside them only with "
                "{{prefix}} and {{suffix}}; {{n:03}} writes zeros in front.",
                pattern=self.pattern[:_MOST],
            )
        if any(len(part) > _MOST for part in (*self.prefix.values(), *self.suffix.values(), self.pattern)):
            raise BadInput("A part of the numbers has more than {most} characters. Shorten it.", most=_MOST)
        if self.scope is Scope.SERIES and self._stem(REPLY, REPLY) == self._stem(NOTICE, NOTICE):
            raise BadInput(
                "Replies and other letters are counted apart and would get the same numbers. Give them different "
                "prefixes or suffixes, or count them together with the scope agency."
            )

    def counter(self, kind: str, series: str) -> str:
        """Return the name of the count that the next number of a kind is taken from."""
        match self.scope:
            case Scope.AGENCY:
                return "letters"
            case Scope.SERIES:
                return series
            case Scope.LETTER:
                return f"letter {self._stem(kind, series)}"
            case Scope.CASE:
                return "case letters"

    def written(self, kind: str, series: str, year: int, n: int, again: int = 1) -> str:
        """Return a number as it is printed; `again` counts letters of one case that would else have the same."""
        number = self.pattern.format(
            prefix=_part(self.prefix, kind, series), year=year, n=n, suffix=_part(self.suffix, kind, series)
        )
        return number if again == 1 else f"{number}之{numeral(again)}"

    def _stem(self, kind: str, series: str) -> str:
        """Return what tells the numbers of a kind from others."""
        used = _places(self.pattern)
        parts = [_part(self.prefix, kind, series) if "prefix" in used else ""]
        parts.append(_part(self.suffix, kind, series) if "suffix" in used else "")
        return "|".join(parts)


def numbering_of(settings: Mapping[str, str]) -> Numbering:
    """Return how an agency numbers its letters; both old settings, where there are no others, still count.

    Raises:
        BadInput: What is set is no numbering.
    """
    text = settings.get(SETTING, "")
    if text:
        try:
            return msgspec.json.decode(text, type=Numbering)
        except msgspec.DecodeError as error:
            raise BadInput(
                "The setting {name} is no numbering ({cause}). Write it as JSON, such as {example}.",
                name=SETTING,
                cause=str(error)[:120],
                example='{"scope": "letter", "prefix": {"": "甲环公开"}}',
            ) from error
    return Numbering()


def old_pattern(settings: Mapping[str, str], series: str) -> str:
    """Return the pattern of a series that was set in the old way, empty where a numbering or nothing is set."""
    return "" if settings.get(SETTING) else settings.get(OLD_SETTINGS[series], "")


def _part(parts: Mapping[str, str], kind: str, series: str) -> str:
    for name in (kind, series, ""):
        if name in parts:
            return parts[name]
    return ""


def _places(pattern: str) -> dict[str, str]:
    """Return the places of a pattern and how each is written; a conversion or an attribute is no place."""
    try:
        parts = [(name, form or "", turned) for _, name, form, turned in Formatter().parse(pattern) if name is not None]
    except ValueError:
        return {}
    return {name if turned is None else "": form for name, form, turned in parts}


def _bad_format(place: tuple[str, str]) -> bool:
    name, form = place
    return bool(form) and (name != "n" or _PADDING.fullmatch(form) is None)
