"""The number of a letter, given out as it is signed: never twice, and none is skipped (发文字号)."""

from typing import NamedTuple

from workflow.rules.errors import RuleBroken
from workflow.rules.numbering import SETTING, Numbering, Scope, YearOf, numbering_of, old_pattern
from workflow.rules.record.case import Case
from workflow.store.letter_register import is_taken, letters_in
from workflow.store.session import Unit


class Number(NamedTuple):
    """A number given out, and the count it is of."""

    number: str
    series: str
    year: int
    serial: int


class Wanted(NamedTuple):
    """What a number is wanted for.

    Args:
        kind: Of the letter.
        series: `reply` or `notice`.
        year: Of the day on the letter.
    """

    kind: str
    series: str
    year: int


def next_number(unit: Unit, case: Case, settings: dict[str, str], wanted: Wanted) -> Number:
    """Give out the number of a letter; a rollback takes it back.

    Raises:
        RuleBroken: The agency has a letter of this number already: its numbering was changed and would begin anew.
    """
    pattern = old_pattern(settings, wanted.series)
    if pattern:
        serial = unit.next_number(case.agency_id, wanted.series, wanted.year)
        return _new(unit, case, Number(pattern.format(year=wanted.year, n=serial), wanted.series, wanted.year, serial))
    own = numbering_of(settings)
    year = wanted.year if own.year is YearOf.ISSUED else case.received_on.year
    counter = own.counter(wanted.kind, wanted.series)
    if own.scope is Scope.CASE:
        return _new(unit, case, _in_case(unit, case, own, wanted, year))
    serial = unit.next_number(case.agency_id, counter, year)
    return _new(unit, case, Number(own.written(wanted.kind, wanted.series, year, serial), counter, year, serial))


def _in_case(unit: Unit, case: Case, own: Numbering, wanted: Wanted, year: int) -> Number:
    """Return a number with the one that the case has in a year; letters that would be alike are counted."""
    counter = own.counter(wanted.kind, wanted.series)
    earlier = letters_in(unit, case.id) if case.letters else []
    mine = [one for one in earlier if (one.series, one.year) == (counter, year)]
    serial = mine[0].serial if mine else unit.next_number(case.agency_id, counter, year)
    taken = {one.number for one in mine}
    again = 1
    while (number := own.written(wanted.kind, wanted.series, year, serial, again)) in taken:
        again += 1
    return Number(number, counter, year, serial)


def _new(unit: Unit, case: Case, number: Number) -> Number:
    if is_taken(unit, case.agency_id, number.number):
        raise RuleBroken(
            "The number {number} stands on another letter already: the numbering was changed and would count anew. "
            "Give the agency other prefixes or another pattern by its setting {setting}.",
            number=number.number,
            setting=SETTING,
        )
    return number
