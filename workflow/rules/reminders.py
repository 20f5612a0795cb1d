"""Rules of reminders: of which duty, how many working days before or after its day, whom and how. Data, not code.

The days are counted in `reminder_days`, quiet hours in `quiet_hours`, the words are in `reminder_texts`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from workflow.rules.duty import FOLLOWING, UNTIL, Duty
from workflow.rules.errors import BadInput
from workflow.rules.quiet_hours import Quiet, quiet_until
from workflow.rules.reminder_days import Daily, Mark, daily_marks, days_left, marks, remind_day
from workflow.rules.reminder_templates import FIELDS, fill, template_problem
from workflow.rules.states import Role

__all__ = [
    "ANY",
    "ASSIGNEE",
    "CHANNELS",
    "FIELDS",
    "MOST_OFFSET",
    "RECIPIENTS",
    "SUPERIOR",
    "Daily",
    "Mark",
    "Quiet",
    "Rule",
    "applies",
    "checked",
    "daily_marks",
    "days_left",
    "fill",
    "marks",
    "problems",
    "quiet_until",
    "remind_day",
    "rules_of",
]

ANY = "*"
ASSIGNEE, SUPERIOR = "assignee", "superior"
RECIPIENTS = (*(str(role) for role in Role), ASSIGNEE, SUPERIOR)
CHANNELS = ("desk", "email", "webhook", "wecom", "dingtalk")
MOST_OFFSET = 60
_MOST_SUBJECT, _MOST_TEXT = 120, 2000
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")  # A subject becomes a header of a mail.


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule. What is in it is checked by `problems`, not here, so that an office sees all that is wrong at once.

    Args:
        id: Its name; part of what a sent reminder is known by, so it is not used again for another rule.
        duty: A value of `Duty`, or `*` for every duty that the offset makes sense for.
        offset: Working days: negative before the day, 0 on it, positive after it.
        daily: On every working day from the offset on, as long as the duty is owed.
        roles: Who is reminded: values of `Role` in the agency of the case; `assignee`, the person who has the case, or
            all caseworkers where nobody has it; `superior`, the supervisors of the agency above.
        channels: How: on the desk (a list in the program), by e-mail, or through a webhook, WeCom or DingTalk.
        subject: Of a single reminder, with the places of `FIELDS`; "" for the standard one.
        text: The same.
        digest: Put together with the others that the person gets that day, instead of one message each.
        active: Whether it is in use.

    """

    id: str
    duty: str
    offset: int
    roles: tuple[str, ...]
    channels: tuple[str, ...]
    daily: bool = False
    subject: str = ""
    text: str = ""
    digest: bool = True
    active: bool = True


def applies(rule: Rule, duty: Duty) -> bool:
    """Tell whether a rule is in use for a duty; `*` leaves out what cannot be owed that early or that late."""
    meant = rule.duty == duty or (rule.duty == ANY and _sensible(rule, duty))
    return rule.active and meant


def rules_of(rules: Iterable[Rule]) -> dict[Duty, tuple[Rule, ...]]:
    """Return the rules that apply to each duty, in their order; a duty without any is absent."""
    kept = tuple(rules)
    by_duty = {duty: tuple(rule for rule in kept if applies(rule, duty)) for duty in Duty}
    return {duty: own for duty, own in by_duty.items() if own}


def checked(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return the rules as they are.

    Raises:
        BadInput: The first of their `problems`.

    """
    for problem in problems(rules):
        raise problem
    return tuple(rules)


def problems(rules: Sequence[Rule]) -> Iterator[BadInput]:
    """Yield what is wrong with the rules, one problem for each rule and field."""
    for name, times in Counter(rule.id for rule in rules).items():
        if times > 1:
            yield BadInput("{times} rules are called {rule}. Give each its own id.", times=times, rule=name)
    for rule in rules:
        yield from _of_rule(rule)


def _of_rule(rule: Rule) -> Iterator[BadInput]:
    if not _ID.fullmatch(rule.id):
        yield BadInput(
            "Rule {rule}, id: it has 1 to 40 of a to z, 0 to 9, dot, dash and underscore, and begins with a letter or "
            "a digit.",
            rule=rule.id or '""',
        )
    yield from _of_day(rule)
    yield from _of_list(rule, "roles", rule.roles, RECIPIENTS)
    yield from _of_list(rule, "channels", rule.channels, CHANNELS)
    yield from _of_text(rule, "subject", rule.subject, _MOST_SUBJECT)
    yield from _of_text(rule, "text", rule.text, _MOST_TEXT)


def _of_day(rule: Rule) -> Iterator[BadInput]:
    if abs(rule.offset) > MOST_OFFSET:
        yield BadInput(
            "Rule {rule}, offset: {offset} working days are too many. Enter -{most} to {most}.",
            rule=rule.id,
            offset=rule.offset,
            most=MOST_OFFSET,
        )
    if rule.duty == ANY:
        return
    if rule.duty not in set(Duty):
        yield BadInput(
            "Rule {rule}, duty: there is no duty {duty}. Enter * or one of {known}.",
            rule=rule.id,
            duty=rule.duty or '""',
            known=[str(duty) for duty in Duty],
        )
    elif not _sensible(rule, Duty(rule.duty)):
        yield _senseless(rule)


def _sensible(rule: Rule, duty: Duty) -> bool:
    if duty in UNTIL:
        return rule.offset <= 0 and not rule.daily
    return rule.offset >= 0 or duty not in FOLLOWING


def _senseless(rule: Rule) -> BadInput:
    if Duty(rule.duty) in FOLLOWING:
        return BadInput(
            "Rule {rule}, offset: {duty} cannot be done before its day, because the time of somebody else is still "
            "running. Enter 0 or more.",
            rule=rule.id,
            duty=Duty(rule.duty),
        )
    return BadInput(
        "Rule {rule}, offset: {duty} ends with its day and is not owed after it. Enter 0 or less, and not daily.",
        rule=rule.id,
        duty=Duty(rule.duty),
    )


def _of_list(rule: Rule, field: str, values: Sequence[str], known: Sequence[str]) -> Iterator[BadInput]:
    if not values:
        yield BadInput(
            "Rule {rule}, {field}: the list is empty, so nobody would get the reminder. Enter one or more of {known}.",
            rule=rule.id,
            field=field,
            known=known,
        )
    unknown = [value or '""' for value in values if value not in known]
    if unknown:
        yield BadInput(
            "Rule {rule}, {field}: there is no {unknown}. Enter one or more of {known}.",
            rule=rule.id,
            field=field,
            unknown=unknown,
            known=known,
        )
    twice = [value for value, times in Counter(values).items() if times > 1]
    if twice:
        yield BadInput(
            "Rule {rule}, {field}: {twice} stands there twice. Enter it once.", rule=rule.id, field=field, twice=twice
        )


def _of_text(rule: Rule, field: str, template: str, most: int) -> Iterator[BadInput]:
    if len(template) > most:
        yield BadInput(
            "Rule {rule}, {field}: the text has {length} characters. Enter at most {most}.",
            rule=rule.id,
            field=field,
            length=len(template),
            most=most,
        )
    if (_CONTROL if field == "text" else _NOT_IN_A_LINE).search(template):
        yield BadInput(
            "Rule {rule}, {field}: there is a line break or a control character where none may be. Remove it.",
            rule=rule.id,
            field=field,
        )
    problem = template_problem(template)
    if problem is not None:
        yield BadInput("Rule {rule}, {field}: {problem}", rule=rule.id, field=field, problem=problem)
