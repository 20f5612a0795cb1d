import pytest

from letters.blocks import Block, MarkupError, Role, parse, text


def test_tags_and_classes_are_roles() -> None:
    page = '<h1>答复书</h1><p class="number">〔2026〕12号</p><p>文</p><h2>一</h2><li>1</li><blockquote>引</blockquote>'
    assert [block.role for block in parse(page)] == [
        Role.TITLE,
        Role.NUMBER,
        Role.PARAGRAPH,
        Role.HEADING,
        Role.ITEM,
        Role.QUOTE,
    ]


def test_breaks_of_the_source_vanish_and_breaks_of_the_text_stay() -> None:
    assert parse("<p>甲\n    乙<br>丙</p>") == (Block(Role.PARAGRAPH, "甲乙\n丙"),)


def test_spaces_inside_a_line_stay() -> None:
    assert parse("<p>a  b　c</p>")[0].text == "a  b　c"


def test_entities_are_text() -> None:
    assert parse("<p>&lt;b&gt; &amp;amp; &#34;</p>")[0].text == '<b> &amp; "'


def test_nothing_has_no_blocks() -> None:
    assert parse(" \n") == ()


def test_an_empty_block_is_left_out() -> None:
    assert parse("<p>\n  </p><p>甲</p>") == (Block(Role.PARAGRAPH, "甲"),)


@pytest.mark.parametrize(
    "page",
    [
        "<div>甲</div>",
        "<p>甲<b>乙</b></p>",
        '<p class="loud">甲</p>',
        "甲<p>乙</p>",
        "<p>甲",
        "<p>甲<p>乙</p>",
        "<p>甲</h1>",
        "<p>甲</p>乙",
        '<p id="a">甲</p>',
        "</p>",
        "<br>",
        "<table><tr><td>甲</td></tr></table>",
    ],
)
def test_markup_that_is_no_block_is_a_mistake_of_the_template(page: str) -> None:
    with pytest.raises(MarkupError):
        parse(page)


def test_text_has_a_line_for_each_block() -> None:
    assert text([Block(Role.TITLE, "甲"), Block(Role.PARAGRAPH, "乙\n丙")]) == "甲\n乙\n丙\n"
