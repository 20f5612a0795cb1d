"""What an agency may write into a template, and what is refused before it is kept."""

from dataclasses import replace

import pytest

from letters import render
from letters.blocks import text
from letters.editing import MOST_SOURCE, blocks_by, check_source
from letters.kinds import KINDS, CorrectionNotice, Document, ExtensionNotice, Receipt, Reply, template_of
from letters.samples import EXTENSION_NOTICE, RECEIPT, REPLY
from workflow.rules.errors import BadInput, RuleBroken

OWN = """{% extends "_to_applicant.html.j2" %}
{% block matter %}
<p>因{{ letter.reason | phrase }}，本机关把答复期限延长至{{ letter.due_on | chinese_date }}。</p>
{% for pause in letter.recital.pauses %}<p>{{ loop.index }}. {{ pause.whose }}</p>{% endfor %}
{% if letter.days > 10 %}<p>延长{{ letter.days }}天。</p>{% else %}<p>短期延长。</p>{% endif %}
{% endblock %}
"""


def own_source(kind: type[Document]) -> str:
    loader = render.TEMPLATES.loader
    assert loader is not None
    return loader.get_source(render.TEMPLATES, template_of(kind))[0]


@pytest.mark.parametrize("kind", [Receipt, CorrectionNotice, ExtensionNotice])
def test_our_own_templates_may_be_copied_as_they_are(kind: type[Document]) -> None:
    check_source(kind, own_source(kind))


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
    source = own_source(Reply).replace("本机关逐项答复如下", "逐项答复")
    source = source.replace(
        "{% set d = item.details %}\n", "{% set d = item.details %}\n<p>第{{ loop.index }}部分</p>\n"
    )
    check_source(Reply, source)
    assert "第1部分" in text(blocks_by(source, REPLY))
    assert all(issubclass(kind, Document) for kind in KINDS)
