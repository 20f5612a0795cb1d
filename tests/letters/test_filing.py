"""The papers of a case file."""

from dataclasses import replace

import pytest

from letters import render
from letters.blocks import Role, text
from letters.filing import FiledPaper
from letters.parts import Document
from letters.sample_filing import FILE_CONTENTS, FILE_COVER, FILE_NOTE
from workflow.rules.errors import BadInput


def words(form: Document) -> str:
    return text(render.blocks(form))


def test_every_paper_is_a_row_of_seven_cells_numbered_through() -> None:
    rows = [block.cells for block in render.blocks(FILE_CONTENTS) if block.role in (Role.HEAD_ROW, Role.ROW)]
    assert {len(row) for row in rows} == {7}
    assert [row[0] for row in rows] == ["顺序号", "1", "2", "3", "4", "5", "6"]


def test_a_list_of_nothing_and_a_list_with_some_pages() -> None:
    with pytest.raises(BadInput, match="names no paper"):
        render.blocks(replace(FILE_CONTENTS, papers=()))
    some = (*FILE_CONTENTS.papers, FiledPaper(title="光盘"))
    with pytest.raises(BadInput, match="Only some papers have a page"):
        render.blocks(replace(FILE_CONTENTS, papers=some))


def test_a_title_is_needed_and_nothing_else() -> None:
    bare = replace(FILE_CONTENTS, papers=(FiledPaper(title="光盘"),))
    assert "1\t\t\t光盘\t\t\t\n" in words(bare)
    with pytest.raises(BadInput, match=r"papers\[1\].title is empty"):
        render.blocks(replace(bare, papers=(FiledPaper(title=" "),)))


def test_a_cover_has_a_day_and_an_outcome_or_neither() -> None:
    assert "办结日期\t\n办理结果\t\n" in words(replace(FILE_COVER, closed_on=None, outcome=""))
    for open_end in (replace(FILE_COVER, closed_on=None), replace(FILE_COVER, outcome="")):
        with pytest.raises(BadInput, match="has a day and an outcome"):
            render.blocks(open_end)


def test_a_note_names_what_is_missing_or_says_that_nothing_is() -> None:
    assert "缺少的材料：\n1. " in words(FILE_NOTE)
    assert "未发现缺少的材料" in words(replace(FILE_NOTE, missing=()))


def test_who_made_up_a_file_does_not_check_it() -> None:
    with pytest.raises(BadInput, match="cannot have checked it"):
        render.blocks(replace(FILE_NOTE, checked_by=FILE_NOTE.filed_by))
    assert "检查人：钱某" in words(replace(FILE_NOTE, checked_by="钱某"))
