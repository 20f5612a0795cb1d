"""What holds for every letter: a clean one has no finding, damage does, and no letter brings the lint down."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lint_facts import found, found_in_text

from letters import render
from letters.blocks import Block, Role
from letters.kinds import Document, Reply, ReplyItem
from letters.lint import CaseFacts, Finding, lint, lint_text
from letters.lint.facts import ItemFacts
from letters.lint.reading import NUMBER
from letters.parts import Letter
from letters.samples import REPLY, REPLY_AFTER_MANY_STEPS, REPLY_EVERY_OUTCOME, REPLY_REFUSED, SAMPLES
from workflow.language import translator
from workflow.rules.outcomes import Outcome

REPLIES = {name: letter for name, letter in SAMPLES.items() if isinstance(letter, Reply)}
LETTERS = {name: letter for name, letter in SAMPLES.items() if isinstance(letter, Letter)}
QUOTED = st.sampled_from((REPLY, REPLY_REFUSED, REPLY_AFTER_MANY_STEPS, REPLY_EVERY_OUTCOME))
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize("letter", REPLIES.values(), ids=REPLIES)
def test_a_reply_that_agrees_with_its_record_has_no_finding(letter: Reply) -> None:
    assert found(letter) == []
    assert found_in_text(letter) == []


@given(st.data())
def test_a_digit_of_a_number_is_damaged(data: st.DataObject) -> None:
    letter = data.draw(QUOTED)
    blocks = list(render.blocks(letter))
    places = [
        (index, match.start() + at)
        for index, block in enumerate(blocks)
        if block.role is not Role.QUOTE
        for match in NUMBER.finditer(block.text)
        for at, sign in enumerate(match[0])
        if sign.isdigit()
    ]
    index, at = data.draw(st.sampled_from(places))
    old = blocks[index]
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != old.text[at]]))
    blocks[index] = Block(old.role, old.text[:at] + digit + old.text[at + 1 :])
    assert found_in_text(letter, blocks=blocks) == ["L20"]


@given(st.data())
def test_a_word_of_the_quoted_request_is_damaged(data: st.DataObject) -> None:
    letter = data.draw(QUOTED)
    blocks = list(render.blocks(letter))
    index = data.draw(st.sampled_from([index for index, block in enumerate(blocks) if block.role is Role.QUOTE]))
    old = blocks[index].text
    at = data.draw(st.integers(1, len(old) - 2))
    blocks[index] = Block(Role.QUOTE, old[:at] + data.draw(HAN.filter(lambda one: one != old[at])) + old[at + 1 :])
    assert "L21" in found_in_text(letter, blocks=blocks)


@given(st.data())
def test_a_paragraph_of_the_remedies_is_damaged(data: st.DataObject) -> None:
    letter = data.draw(QUOTED)
    blocks = list(render.blocks(letter))
    index = data.draw(st.sampled_from([i for i, block in enumerate(blocks) if block.text in letter.remedies]))
    old = blocks[index].text
    at = data.draw(st.integers(0, len(old) - 1))
    blocks[index] = Block(Role.PARAGRAPH, old[:at] + old[at + 1 :])
    assert "L11" in found_in_text(letter, blocks=blocks)


TEXTS = st.text(max_size=30)
ITEMS = st.builds(
    ReplyItem,
    outcome=st.sampled_from(Outcome),
    findings=TEXTS,
    basis=TEXTS,
    reasons=TEXTS,
    details=st.dictionaries(st.sampled_from(["searched", "where", "enclosed", "notice", "discretion"]), TEXTS),
)
FACTS = st.builds(
    ItemFacts, wording=TEXTS, outcome=st.none() | st.sampled_from(Outcome), unclear=st.none() | st.booleans()
)


@given(st.lists(ITEMS, max_size=4), st.lists(FACTS, max_size=4), st.dates(date(2008, 5, 1), date(2030, 1, 1)), TEXTS)
def test_no_letter_brings_the_lint_down(items: list[ReplyItem], known: list[ItemFacts], day: date, number: str) -> None:
    letter = replace(REPLY, items=tuple(items), issued_on=day, number=number)
    facts = CaseFacts(items=tuple(known), case_no="1", applicants=("张三",), received_on=day)
    findings = lint(letter, facts)
    assert [one.rule for one in findings] == sorted(one.rule for one in findings)
    assert all(said(one) for one in findings)


def said(finding: Finding) -> bool:
    """Tell whether a finding can be said in both languages, with its places filled."""
    return bool(finding.text()) and finding.text(translator("zh_CN")) != finding.text()


@pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
def test_every_document_can_be_asked_about_without_any_fact(letter: Document) -> None:
    facts = CaseFacts(items=(), case_no="", applicants=(), received_on=date(2026, 3, 2))
    for one in (*lint(letter, facts), *lint_text(render.blocks(letter), letter, facts)):
        assert said(one)


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_on_the_way_that_agrees_with_its_record_has_no_finding(name: str) -> None:
    letter = LETTERS[name]
    if not isinstance(letter, Reply):
        assert found(letter) == []
        assert found_in_text(letter) == []
