import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.blocks import Block, Role
from letters.layout import (
    CHARACTER_PT,
    LINE_PT,
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    PAPER_MM,
    STYLES,
    right_edges,
)

POINTS_PER_MM = 72 / 25.4


def signed(name: str, day: str) -> tuple[Block, ...]:
    return (Block(Role.PARAGRAPH, "正文"), Block(Role.SIGNATURE, name), Block(Role.DATE, day))


# GB/T 9704-2012: 22 lines of 28 characters on a body of 156 by 225 mm.


def test_a_page_holds_22_lines() -> None:
    height = (PAPER_MM[1] - MARGIN_TOP_MM - MARGIN_BOTTOM_MM) * POINTS_PER_MM
    assert int(height / LINE_PT) == 22


def test_a_line_holds_28_characters() -> None:
    width = (PAPER_MM[0] - MARGIN_LEFT_MM - MARGIN_RIGHT_MM) * POINTS_PER_MM
    assert int(width / CHARACTER_PT) == 28


def test_every_role_has_a_style() -> None:
    assert set(STYLES) == set(Role)


def test_the_name_is_centred_over_the_date_four_characters_from_the_edge() -> None:
    # The date takes 6.5 characters, its seven figures half of one each.
    assert right_edges(signed("甲县局", "2026年3月26日")) == {1: 4 + (6.5 - 3) / 2, 2: 4}


@given(st.text("甲乙丙丁戊", min_size=1, max_size=26))
def test_one_seal_covers_both(name: str) -> None:
    edges = right_edges(signed(name, "2026年3月26日"))
    middle_of_name = edges[1] + len(name) / 2
    middle_of_date = edges[2] + 6.5 / 2
    assert middle_of_name == pytest.approx(middle_of_date)
    assert min(edges.values()) >= 2


def test_a_letter_without_a_date_line_has_no_edges() -> None:
    assert right_edges((Block(Role.SIGNATURE, "甲"), Block(Role.PARAGRAPH, "乙"))) == {}
