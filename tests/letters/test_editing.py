"""What an agency may write into a template, and what is refused before it is kept."""

from dataclasses import replace

import pytest

from letters import render
from letters.blocks import text
from letters.editing import MOST_SOURCE, blocks_by, check_source, shipped_source
from letters.kinds import KINDS, Document, ExtensionNotice, Receipt, Reply
from letters.samples import EXTENSION_NOTICE, RECEIPT, REPLY, SAMPLES
from workflow.rules.errors import BadInput, RuleBroken

OWN = """{% extends "_to_applicant.html.j2" %}
{% block matter %}
<p>因{{ letter.reason | phrase }}，本机关把答复期限延长至{{ letter.due_on | chinese_date }}。</p>
{% for pause in letter.recital.pauses %}<p>{{ loop.index }}. {{ pause.whose }}</p>{% endfor %}
{% if letter.days > 10 %}<p>延长{{ letter.days }}天。</p>{% else %}<p>短期延长。</p>{% endif %}
{% endblock %}
"""


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_templates_may_be_copied_as_they_are(kind: type[Document]) -> None:
    source = shipped_source(kind)
    check_source(kind, source)
    for letter in SAMPLES.values():
        if type(letter) is kind:
            assert blocks_by(source, letter) == render.blocks(letter)


def test_a_changed_text_is_printed_and_the_rest_stays() -> None:
    check_source(ExtensionNotice, OWN)
    said = text(blocks_by(OWN, EXTENSION_NOTICE))
    assert "因所需报告分存三处档案，需要逐份查找和审查，本机关把答复期限延长至2026年4月28日。" in said
    assert "延长20天。" in said
    assert EXTENSION_NOTICE.number in said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ letter.applicant }}", "names applicant, which the letter does not have"),
        ("{{ letter.contact.fax }}", "names fax"),
        ("{{ applicant }}", "names applicant"),
        ("{% for p in letter.recital.pauses %}{{ p.who }}{% endfor %}", "names who"),
        ("{{ letter.reason.upper }}", "names upper"),
        ("{{ letter.__class__ }}", "names __class__"),
        ("{{ loop.index }}", "names loop"),
        ("{% for x in letter.attachments %}{{ loop.cycle }}{% endfor %}", "names cycle"),
        ("{{ letter.check() }}", "what no template of a letter may (call)"),
        ("{{ range(10) }}", "(call)"),
        ("{% macro a() %}{% endmacro %}", "(macro)"),
        ('{% import "_letter.html.j2" as a %}', "(import)"),
        ('{% from "_letter.html.j2" import a %}', "Those there are: _rows.html.j2."),
        ("{% from letter.reason import row %}", "Those there are: _rows.html.j2."),
        ('{% from "_rows.html.j2" import letter %}', "names letter"),
        ('{% from "_rows.html.j2" import row as letter %}{{ letter.check() }}', "(call)"),
        ('{% from "_rows.html.j2" import row as letter %}{{ letter.name }}', "names name"),
        ('{% from "_rows.html.j2" import row %}{{ row(letter.price) }}', "names price"),
        ('{% from "_rows.html.j2" import row %}{{ row(label=letter.price) }}', "names price"),
        ('{% from "_rows.html.j2" import row %}{{ row(*letter.reason) }}', "(call)"),
        ('{% from "_rows.html.j2" import row %}{% set row = letter %}{{ row() }}', "(call)"),
        ("{{ row('x') }}", "(call)"),
        ("{{ 'a' * 1000000000 }}", "(mul)"),
        ("{{ 9 ** 9 }}", "(pow)"),
        ("{{ letter.days % 3 }}", "(mod)"),
        ("{% set x = [1, 2] %}", "(list)"),
        ('{% include "correction_notice.html.j2" %}', "takes in a part"),
        ('{% include "../../secret" %}', "takes in a part"),
        ("{% include letter.reason %}", "takes in a part"),
        ("{{ letter.reason | safe }}", "uses safe"),
        ("{{ letter.reason | attr('upper') }}", "uses attr"),
        ("{% for c in 'abc' %}{% endfor %}", "no list of the letter"),
        ("{% for a in letter.papers %}" * 3, "inside 2 others"),
        ("<p>依照第三十条</p>", "holds “第三十条”"),
        ("<p>20个工作日</p>", "holds “20个工作日”"),
        ("<p>向甲县人民政府申请</p>", "holds “人民政府”"),
    ],
)
def test_a_template_that_does_more_is_refused(source: str, said: str) -> None:
    ends = "{% endfor %}" * source.count("letter.papers")
    with pytest.raises(RuleBroken) as refusal:
        check_source(Receipt if ends else ExtensionNotice, source + ends)
    assert said in str(refusal.value)


@pytest.mark.parametrize("source", ["{% if %}", "{{ letter.", "{% block a %}", "{% endif %}", "x" * (MOST_SOURCE + 1)])
def test_what_cannot_be_read_is_refused(source: str) -> None:
    with pytest.raises(BadInput):
        check_source(ExtensionNotice, source)


@pytest.mark.parametrize(
    "source", ["<div>text</div>", "text", "<p class='x'>a</p>", "<script>alert(1)</script>", '<p class="row">a</p>']
)
def test_what_makes_no_letter_is_refused(source: str) -> None:
    check_source(ExtensionNotice, source)
    with pytest.raises(BadInput, match="no part of a letter"):
        blocks_by(source, EXTENSION_NOTICE)


def test_a_letter_cannot_grow_without_end() -> None:
    source = "{% for a in letter.papers %}{% for b in letter.papers %}<p>{{ a }}{{ b }}</p>{% endfor %}{% endfor %}"
    check_source(Receipt, source)
    grown = replace(RECEIPT, papers=tuple("纸" * 100 for _ in range(100)))
    with pytest.raises(RuleBroken, match="grows beyond"):
        blocks_by(source, grown)


def test_a_wrong_use_of_a_field_is_told() -> None:
    source = "<p>{{ letter.reason - 1 }}</p>"
    check_source(ExtensionNotice, source)
    with pytest.raises(BadInput, match="cannot print this letter"):
        blocks_by(source, EXTENSION_NOTICE)


def test_typed_text_stays_text() -> None:
    typed = replace(EXTENSION_NOTICE, reason="{{ letter.number }}<b>&")
    assert "{{ letter.number }}<b>&" in text(blocks_by(OWN, typed))


def test_the_reply_can_be_changed_around_its_fragments() -> None:
    source = shipped_source(Reply).replace("本机关逐项答复如下", "逐项答复")
    source = source.replace("{% set d = item.stated %}\n", "{% set d = item.stated %}\n<p>第{{ loop.index }}部分</p>\n")
    check_source(Reply, source)
    assert "第1部分" in text(blocks_by(source, REPLY))
    assert all(issubclass(kind, Document) for kind in KINDS)


def test_a_form_can_be_changed_with_the_rows_that_there_are() -> None:
    source = """{% extends "_form.html.j2" %}{% from "_rows.html.j2" import row, day as when %}
{% block rows %}{{ row("机关", letter.agency) }}{{ when("日期", letter.issued_on) }}{% endblock %}"""
    form = SAMPLES["registration_form"]
    check_source(type(form), source)
    said = text(blocks_by(source, form))
    assert "机关\t甲县生态环境局\n日期\t2026年3月2日\n" in said


def test_a_row_with_too_much_in_it_is_refused() -> None:
    source = '{% from "_rows.html.j2" import row %}{{ row("a", "b", "c", "d") }}'
    check_source(ExtensionNotice, source)
    with pytest.raises(BadInput, match="cannot print this letter"):
        blocks_by(source, EXTENSION_NOTICE)


def test_what_is_set_in_one_case_alone_is_missing_in_the_other() -> None:
    source = "{% if letter.days == 20 %}{% set a = letter.reason %}{% endif %}<p>{{ a }}</p>"
    check_source(ExtensionNotice, source)
    assert EXTENSION_NOTICE.reason in text(blocks_by(source, EXTENSION_NOTICE))
    with pytest.raises(BadInput, match="cannot print this letter"):
        blocks_by(source, replace(EXTENSION_NOTICE, days=10))
