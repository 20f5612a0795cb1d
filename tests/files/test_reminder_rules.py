import json

import pytest

from workflow.files.reminder_rules import MOST_BYTES, MOST_RULES, default_rules, read_rules
from workflow.rules.duty import FOLLOWING, Duty
from workflow.rules.errors import BadInput
from workflow.rules.reminders import Rule, problems, rules_of

RULE = {"id": "reply-3", "duty": "reply", "offset": -3, "roles": ["assignee"], "channels": ["desk"]}


def written(*rules: object, **more: object) -> bytes:
    return json.dumps({"rules": list(rules)} | more).encode()


def test_the_shipped_rules_are_in_order() -> None:
    assert list(problems(default_rules())) == []


def test_no_duty_is_without_a_reminder_on_its_day() -> None:
    by_duty = rules_of(default_rules())
    assert all(0 in {rule.offset for rule in by_duty[duty]} for duty in Duty)


@pytest.mark.parametrize("duty", [Duty.REPLY, Duty.REDO, Duty.EXTEND])
def test_a_reply_is_reminded_of_ten_five_three_and_one_working_day_before(duty: Duty) -> None:
    offsets = {rule.offset for rule in rules_of(default_rules())[duty]}
    assert offsets >= {-10, -5, -3, -1, 0}


@pytest.mark.parametrize("duty", [Duty.REPLY, Duty.REDO, Duty.CORRECTION_NOTICE, Duty.OPEN])
def test_what_is_over_goes_up_the_ladder_day_by_day(duty: Duty) -> None:
    daily = {(rule.offset, role) for rule in rules_of(default_rules())[duty] if rule.daily for role in rule.roles}
    assert {(1, "approver"), (3, "superior")} <= daily


def test_the_agency_above_hears_nothing_of_the_offices_own_targets() -> None:
    by_duty = rules_of(default_rules())
    own = FOLLOWING | {Duty.SECRECY_REVIEW, Duty.CHASE, Duty.REASSESS, Duty.CALENDAR}
    assert all("superior" not in rule.roles for duty in own for rule in by_duty[duty])


def test_rules_are_read_with_their_defaults() -> None:
    assert read_rules(written(RULE, note="ours"), "ours.json") == (
        Rule(id="reply-3", duty="reply", offset=-3, roles=("assignee",), channels=("desk",)),
    )
    assert read_rules(b"\xef\xbb\xbf" + written(), "ours.json") == ()


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"\xff", "ours.json is not text in UTF-8"),
        (b"{", "ours.json is no JSON: line 1, column 2"),
        (b"[" * 100_000, "ours.json is nested too deeply"),
        (b"[]", "ours.json holds no rules"),
        (b"{}", "ours.json holds no rules"),
        (b'{"rules": {}}', "ours.json holds no rules"),
        (b'{"rules": [], "rule": []}', "ours.json holds no rules"),
        (b'{"rules": [], "rules": []}', "has the key rules twice"),
        (b" " * (MOST_BYTES + 1), "ours.json is larger than 1000000 bytes"),
        (written(*[RULE] * (MOST_RULES + 1)), "ours.json has 501 rules. At most 500 can be used."),
        (written(RULE, RULE), "ours.json: 2 rules are called reply-3"),
        (written(RULE | {"duty": "answer"}), "ours.json: Rule reply-3, duty: there is no duty answer"),
        (written(RULE, {"id": "b"}), "ours.json, rule b: the field duty is missing."),
        (written({"duty": "reply"}), "ours.json, rule 1: the field id is missing."),
        (written(RULE | {"when": "noon"}), "ours.json, rule reply-3: when is no field of a rule. There are id, duty, "),
        (written(RULE | {"offset": "3"}), "ours.json, rule reply-3, offset: the value is of the wrong kind."),
        (written(RULE | {"offset": True}), "rule reply-3, offset: the value is of the wrong kind."),
        (written(RULE | {"offset": 1.5}), "rule reply-3, offset: the value is of the wrong kind."),
        (written(RULE | {"roles": [1]}), "rule reply-3, roles[0]: the value is of the wrong kind."),
        (written(7), "ours.json, rule 1, the rule itself: the value is of the wrong kind."),
        (written(RULE | {"id": 7}), "ours.json, rule 1, id: the value is of the wrong kind."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_in_words(raw: bytes, complaint: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_rules(raw, "ours.json")
    assert complaint in str(refused.value)
