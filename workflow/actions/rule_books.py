"""The reminder rules and quiet hours of an agency: entries of the installation's record."""

from collections.abc import Sequence
from functools import reduce
from itertools import islice
from uuid import UUID

import msgspec

from workflow.actions.agencies import Stamp
from workflow.actions.own_agency import must_administer
from workflow.files.json_text import read_json
from workflow.files.reminder_rules import read_rules
from workflow.rules.errors import BadInput
from workflow.rules.quiet_hours import Quiet
from workflow.rules.record.journal import RuleBookSet
from workflow.rules.reminders import Rule, problems
from workflow.store import journal
from workflow.store.books import Texts, own_texts
from workflow.store.scheduling import refresh
from workflow.store.session import Unit

MOST_NAMED = 20
"""Problems named at once."""


def set_rules(
    unit: Unit, stamp: Stamp, agency_id: UUID, raw: bytes, name: str, quiet: Quiet | None = None
) -> tuple[Rule, ...]:
    """Let the rules of a file apply to an agency and to those below it that have none. No change makes no entry.

    Args:
        unit: To write in.
        stamp: Who does it.
        agency_id: The agency.
        raw: The file, as `files.reminder_rules.read_rules` reads it.
        name: Its name, for the messages.
        quiet: The agency's quiet hours; those it has stay where none are given.

    Returns:
        The rules.

    Raises:
        NotFound: There is no such agency.
        NotYours: The person does not administer it.
        BadInput: The file cannot be used; the message names what is wrong with its rules, all at once.
    """
    must_administer(unit, stamp, agency_id)
    rules = _read(raw, name)
    _write(unit, stamp, agency_id, rules=_text(rules), quiet=None if quiet is None else _text(quiet))
    return rules


def set_quiet(unit: Unit, stamp: Stamp, agency_id: UUID, quiet: Quiet) -> None:
    """Let quiet hours apply to an agency and to those below it that have none. No change makes no entry.

    Raises:
        NotFound: There is no such agency.
        NotYours: The person does not administer it.
    """
    must_administer(unit, stamp, agency_id)
    _write(unit, stamp, agency_id, quiet=_text(quiet))


def reset_rules(unit: Unit, stamp: Stamp, agency_id: UUID) -> None:
    """Let the rules and quiet hours of the agency above apply again. No change makes no entry.

    Raises:
        NotFound: There is no such agency.
        NotYours: The person does not administer it.
    """
    must_administer(unit, stamp, agency_id)
    _write(unit, stamp, agency_id, rules="", quiet="")


def _write(unit: Unit, stamp: Stamp, agency_id: UUID, *, rules: str | None = None, quiet: str | None = None) -> None:
    """Set what is given; None leaves it as it is."""
    journal.hold(unit)
    found = own_texts(unit.connection, agency_id)
    before = found or Texts()
    after = Texts(before.rules if rules is None else rules, before.quiet if quiet is None else quiet)
    if after != before:
        page = RuleBookSet(agency_id=agency_id, rules=after.rules, quiet=after.quiet, first=found is None)
        journal.append(unit, page, **stamp._asdict())
        if after.rules != before.rules:
            refresh(unit.connection, agency_id)


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _read(raw: bytes, name: str) -> tuple[Rule, ...]:
    """Return the rules of a file. BadInput where there is something wrong, with all that is wrong with the rules."""
    try:
        return read_rules(raw, name)
    except BadInput as first:
        found = _problems(raw, name)
        if len(found) < 2:  # noqa: PLR2004 (the first is told already)
            raise
        raise BadInput("{file}: {problem}", file=name, problem=_together(found)) from first


def _problems(raw: bytes, name: str) -> Sequence[BadInput]:
    """Return what is wrong with the rules of a file; nothing where they cannot be read as rules at all."""
    try:
        content = msgspec.convert(read_json(raw, name), dict[str, object])
        return list(islice(problems(msgspec.convert(content.get("rules"), list[Rule])), MOST_NAMED))
    except (msgspec.ValidationError, BadInput):
        return []


def _together(found: Sequence[BadInput]) -> BadInput:
    """Return several problems as one, numbered in their order."""
    *others, last = enumerate(found, 1)
    end = BadInput("({number}) {problem}", number=last[0], problem=last[1])
    return reduce(_before, reversed(others), end)


def _before(others: BadInput, numbered: tuple[int, BadInput]) -> BadInput:
    number, problem = numbered
    return BadInput("({number}) {problem} {others}", number=number, problem=problem, others=others)
