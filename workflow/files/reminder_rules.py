"""Rules of reminders as files: those shipped with the package, and those an office hands in.

A file holds `{"note": "…", "rules": [{…}, …]}`; the fields of a rule are those of `rules.reminders.Rule`.
"""

from functools import cache
from importlib import resources
from typing import Final

import msgspec

from workflow.files.json_text import read_json
from workflow.rules.errors import BadInput
from workflow.rules.reminders import Rule, checked

MOST_BYTES: Final = 1_000_000  # The shipped rules take about twenty thousand.
MOST_RULES: Final = 500
_SHIPPED = "reminder-rules.json"


@cache
def default_rules() -> tuple[Rule, ...]:
    """Return the rules that an office starts with."""
    text = resources.files("workflow.files").joinpath("data", _SHIPPED).read_bytes()
    return read_rules(text, _SHIPPED)


def read_rules(raw: bytes, name: str) -> tuple[Rule, ...]:
    """Return the rules in a file, checked.

    Args:
        raw: JSON in UTF-8.
        name: Name of the file, for the messages.

    Raises:
        BadInput: It is too big, no JSON, of another shape, or a rule is not right; the message names rule and field.

    """
    if len(raw) > MOST_BYTES:
        raise BadInput("{file} is larger than {most} bytes, so it holds no rules.", file=name, most=MOST_BYTES)
    content = read_json(raw, name)
    listed = content.get("rules") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(listed, list) or set(content) - {"note", "rules"}:
        raise BadInput(
            '{file} holds no rules: a JSON object with the list "rules" is wanted, and at most a "note" beside it.',
            file=name,
        )
    if len(listed) > MOST_RULES:
        raise BadInput(
            "{file} has {count} rules. At most {most} can be used.", file=name, count=len(listed), most=MOST_RULES
        )
    rules = [_rule(one, number, name) for number, one in enumerate(listed, 1)]
    try:
        return checked(rules)
    except BadInput as problem:
        raise BadInput("{file}: {problem}", file=name, problem=problem) from problem


def _rule(content: object, number: int, name: str) -> Rule:
    try:
        return msgspec.convert(content, Rule)
    except msgspec.ValidationError as error:
        raise _misfit(str(error), _called(content, number), name) from error


def _called(content: object, number: int) -> str:
    """Return the id of a rule, or its number in the list where it has none."""
    given = content.get("id") if isinstance(content, dict) else None
    return given if isinstance(given, str) and given else str(number)


def _misfit(error: str, rule: str, name: str) -> BadInput:
    what, _, place = error.partition(" - at ")
    named = what.split("`")
    if what.startswith("Object missing required field"):
        return BadInput("{file}, rule {rule}: the field {field} is missing.", file=name, rule=rule, field=named[1])
    if what.startswith("Object contains unknown field"):
        return BadInput(
            "{file}, rule {rule}: {field} is no field of a rule. There are {known}.",
            file=name,
            rule=rule,
            field=named[1],
            known=Rule.__struct_fields__,
        )
    return BadInput(
        "{file}, rule {rule}, {field}: the value is of the wrong kind. Offsets are whole numbers, roles and channels "
        "are lists in brackets, daily, digest and active are true or false.",
        file=name,
        rule=rule,
        field=place.strip("`").removeprefix("$").removeprefix(".") or "the rule itself",
    )
