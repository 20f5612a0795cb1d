import re
from pathlib import Path

import pytest

from letters.lint import RULES, Severity, blocking
from letters.lint.finding import Finding
from tools.messages import catalogue, collected
from workflow.language import translator

DOCS = Path(__file__).parents[3] / "docs" / "letters-lint.md"
SEVERITIES = {
    **dict.fromkeys((f"L{number:02}" for number in range(1, 24)), "E"),
    **dict.fromkeys(("L24", "L25", "L26", "L27", "L28", "L29", "L32"), "W"),
    **dict.fromkeys(("L30", "L31"), "E"),
}


def test_every_rule_stands_once_in_its_order_with_its_severity() -> None:
    assert [rule.id for rule in RULES] == [f"L{number:02}" for number in range(1, 33)]
    assert {rule.id: rule.severity.value for rule in RULES} == SEVERITIES


def test_every_rule_looks_at_the_draft_and_some_at_the_text() -> None:
    assert all(rule.draft for rule in RULES)
    assert [rule.id for rule in RULES if rule.text] == ["L01", "L11", "L12", "L20", "L21", "L22", "L23", "L27", "L30"]


def test_the_manual_lists_the_rules_as_they_are() -> None:
    rows = re.findall(r"^\| (L\d\d) \| ([EW]) \| ([a-z, ]+) \|", DOCS.read_text("utf-8"), re.MULTILINE)
    assert rows == [
        (rule.id, rule.severity.value, "draft, text" if rule.text is not None else "draft") for rule in RULES
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_check_is_explained_by_its_rule(rule: object) -> None:
    for check in (getattr(rule, "draft", None), getattr(rule, "text", None)):
        if check is not None:
            assert (check.__doc__ or "").startswith(getattr(rule, "id", ""))


def test_every_sentence_of_the_lint_is_collected_and_translated() -> None:
    said = {sentence for sentence, files in collected().items() if any("letters/lint/rules_" in file for file in files)}
    known = {str(message.id): str(message.string) for message in catalogue() if message.id}
    assert len(said) > 100
    assert all(known[sentence] for sentence in said)


def test_a_finding_speaks_the_language_of_the_reader() -> None:
    one = Finding("L01", Severity.E, "Item {item} of the request is not decided. Decide it.", {"item": 3}, 3)
    assert str(one) == "L01 E: Item 3 of the request is not decided. Decide it."
    assert one.text(translator("zh_CN")) == "申请的第3项没有作出处理决定。请作出决定。"


def test_only_errors_block() -> None:
    error, warning = (Finding(rule, severity, "x", {}) for rule, severity in (("L01", Severity.E), ("L24", Severity.W)))
    assert blocking((warning, error)) == (error,)
