import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.duty import FOLLOWING, UNTIL, Duty
from workflow.rules.errors import BadInput
from workflow.rules.reminder_templates import FIELDS, fill
from workflow.rules.reminders import CHANNELS, RECIPIENTS, Rule, applies, checked, problems, rules_of


def make_rule(**fields: object) -> Rule:
    defaults = {"id": "reply-3", "duty": "reply", "offset": -3, "roles": ("assignee",), "channels": ("desk",)}
    return Rule(**(defaults | fields))  # type: ignore[arg-type]  # a builder for tests


def complaints(*rules: Rule) -> list[str]:
    return [str(problem) for problem in problems(rules)]


def test_a_rule_in_order_has_no_problem() -> None:
    rules = [
        make_rule(roles=RECIPIENTS, channels=CHANNELS, subject="{case_no}", text="{duty}，\n　{due_on}（{days_left}）"),
        make_rule(id="any", duty="*", offset=60),
        make_rule(id="a.b_c-1", offset=-60, daily=True, active=False),
    ]
    assert complaints(*rules) == []
    assert checked(rules) == tuple(rules)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"id": ""}, 'Rule "", id: '),
        ({"id": "Reply 3"}, "Rule Reply 3, id: "),
        ({"id": "x" * 41}, "id: it has 1 to 40"),
        ({"duty": "answer"}, "Rule reply-3, duty: there is no duty answer. Enter * or one of open, "),
        ({"duty": ""}, 'duty: there is no duty "".'),
        ({"offset": 61}, "Rule reply-3, offset: 61 working days are too many. Enter -60 to 60."),
        ({"offset": -61}, "offset: -61 working days"),
        ({"roles": ()}, "Rule reply-3, roles: the list is empty, so nobody would get the reminder."),
        ({"roles": ("boss", "assignee", "")}, 'roles: there is no boss, "". Enter one or more of intake, '),
        ({"roles": ("admin", "admin")}, "roles: admin stands there twice."),
        ({"channels": ()}, "Rule reply-3, channels: the list is empty"),
        ({"channels": ("fax",)}, "channels: there is no fax. Enter one or more of desk, email, webhook, wecom, "),
        ({"subject": "x" * 121}, "subject: the text has 121 characters. Enter at most 120."),
        ({"text": "x" * 2001}, "text: the text has 2001 characters."),
        ({"subject": "a\nBcc: b@example.org"}, "subject: there is a line break or a control character"),
        ({"subject": "a\u2028b"}, "subject: there is a line break"),
        ({"text": "a\x1bb"}, "text: there is a line break or a control character"),
        ({"text": "{name}"}, "text: {name} is no place to fill. There are case_no, duty, "),
        ({"subject": "{case_no"}, "subject: A brace is open or stands alone. Write {{ and }} for"),
        ({"duty": "lapse"}, "Rule reply-3, offset: lapse cannot be done before its day"),
        ({"duty": "pay", "offset": 1}, "offset: pay ends with its day"),
        ({"duty": "extend", "offset": 0, "daily": True}, "offset: extend ends with its day"),
    ],
)
def test_a_problem_names_rule_and_field(fields: dict[str, object], complaint: str) -> None:
    (found,) = complaints(make_rule(**fields))
    assert complaint in found


def test_every_problem_is_named_and_the_first_one_raised() -> None:
    rules = [make_rule(), make_rule(roles=(), channels=("fax",), offset=99)]
    assert len(complaints(*rules)) == 4
    with pytest.raises(BadInput, match="2 rules are called reply-3"):
        checked(rules)


def test_a_rule_has_no_other_fields() -> None:
    raw = b'{"id": "a", "duty": "reply", "offset": 0, "roles": ["admin"], "channels": ["desk"], "when": "noon"}'
    with pytest.raises(msgspec.ValidationError, match="when"):
        msgspec.json.decode(raw, type=Rule)


@given(duty=st.sampled_from(Duty), offset=st.integers(-60, 60), daily=st.booleans())
def test_a_rule_for_every_duty_applies_where_one_for_that_duty_may_be_written(
    duty: Duty,
    offset: int,
    daily: bool,  # noqa: FBT001 (drawn)
) -> None:
    of_all = make_rule(duty="*", offset=offset, daily=daily)
    own = make_rule(duty=str(duty), offset=offset, daily=daily)
    assert applies(of_all, duty) == (complaints(own) == [])
    assert applies(own, duty)
    assert not applies(make_rule(duty="*", active=False), duty)


def test_what_is_not_owed_after_its_day_is_not_reminded_of_after_it() -> None:
    by_duty = rules_of([make_rule(duty="*", offset=1), make_rule(id="early", duty="*", offset=-1)])
    assert all([rule.offset for rule in by_duty[duty]] == [-1] for duty in UNTIL)
    assert all([rule.offset for rule in by_duty[duty]] == [1] for duty in FOLLOWING)
    assert [rule.offset for rule in by_duty[Duty.REPLY]] == [1, -1]
    assert rules_of([make_rule()]).keys() == {Duty.REPLY}


VALUES = {field: f"<{field}>" for field in FIELDS}


def test_a_template_is_filled_with_the_fields_of_a_reminder() -> None:
    assert fill("{case_no}：{{{duty}}}{days_left}", VALUES) == "<case_no>：{<duty>}<days_left>"


@pytest.mark.parametrize(
    "template",
    [
        "{case_no.__class__}",
        "{case_no[0]}",
        "{0}",
        "{}",
        "{case_no!r}",
        "{case_no:>9}",
        "{case_no:{due_on}}",
        "{ case_no}",
        "{applicant}",
        "{",
        "}",
        "{case_no",
        "{case_no!}",
    ],
)
def test_nothing_but_a_field_can_be_reached(template: str) -> None:
    with pytest.raises(BadInput):
        fill(template, VALUES)


@given(values=st.fixed_dictionaries(dict.fromkeys(FIELDS, st.text())))
def test_braces_in_a_value_are_text(values: dict[str, str]) -> None:
    assert fill("{duty} {otherwise}", values) == f"{values['duty']} {values['otherwise']}"


@given(text=st.text())
def test_text_without_braces_stays_as_it_is_and_any_text_can_be_doubled(text: str) -> None:
    assert fill(text.replace("{", "{{").replace("}", "}}"), VALUES) == text
