"""The record of a search: one line for each source, and drafts from before the lines had parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.search_record import SEPARATOR, SearchLine, Source, parse_search

typed = st.text(st.characters(exclude_characters=SEPARATOR, exclude_categories=["C", "Z"]), min_size=1)


def test_a_line_has_kind_name_terms_and_result() -> None:
    text = "系统｜OA办公系统｜“排污许可”，2016年至2025年｜未检索到\n\n 档案 ｜ 综合档案室 ｜ 全宗目录 ｜ 有目录无原件 "
    assert parse_search(text) == (
        SearchLine("系统", "OA办公系统", "“排污许可”，2016年至2025年", "未检索到"),
        SearchLine("档案", "综合档案室", "全宗目录", "有目录无原件"),
    )


@pytest.mark.parametrize(
    "line",
    [
        "OA办公系统、综合档案室、环境监测科",
        "系统｜OA办公系统",
        "系统｜OA办公系统｜“排污许可”｜未检索到｜多出的一段",
        "电话｜值班室｜“排污许可”｜未检索到",
        "系统｜ ｜“排污许可”｜未检索到",
        "系统|OA办公系统|“排污许可”|未检索到",
    ],
    ids=["old", "two parts", "five parts", "other kind", "no name", "other sign"],
)
def test_a_line_in_another_shape_is_kept_whole(line: str) -> None:
    assert parse_search(f"{line}\n部门｜监测科｜询问｜没有") == (
        SearchLine("", line),
        SearchLine("部门", "监测科", "询问", "没有"),
    )


def test_terms_and_result_may_still_be_open() -> None:
    assert parse_search("纸质｜监测台账｜｜") == (SearchLine("纸质", "监测台账"),)


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_was_searched(text: str) -> None:
    assert parse_search(text) == ()


@given(st.lists(st.tuples(st.sampled_from([str(kind) for kind in Source]), typed, typed, typed)))
def test_what_is_written_in_this_shape_is_read_back(lines: list[tuple[str, str, str, str]]) -> None:
    assert parse_search("\n".join(map(SEPARATOR.join, lines))) == tuple(SearchLine(*line) for line in lines)


@given(st.text())
def test_no_word_of_a_draft_is_lost(text: str) -> None:
    kept = "".join(f"{line.kind}{line.name}{line.terms}{line.result}" for line in parse_search(text))
    assert "".join(kept.replace(SEPARATOR, "").split()) == "".join(text.replace(SEPARATOR, "").split())
