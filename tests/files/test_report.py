import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from workflow.files.report import check_report, verdict
from workflow.files.report_file import decode
from workflow.rules.annual_report import as_json
from workflow.rules.errors import BadInput

FOLDER = Path(__file__).parents[1] / "data" / "reports"
REPORTS = sorted(FOLDER.glob("*.json"))
INCONSISTENT = {
    "2017-unnamed-culture-bureau": (9, 12),
    "2021-hangzhou-market-regulation": (66, 61),
    "2022-liaoning-city-government": (1_737_690_000, 173_769),
    "2022-taian-natural-resources": (168, 172),
    "2022-zhanjiang-xiashan-education": (53, 54),
    "2023-hanzhong-mianxian-government": (4042, 4413),
}
"""Report -> both sides of the one equation that fails."""


def published(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content


def verdict_on(content: Mapping[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(as_json(verdict(decode(json.dumps(content).encode()))))
    return result


def text(**groups: Mapping[str, object]) -> dict[str, Any]:
    """A report of 2022 with figures in its text only."""
    return verdict_on({"source": {"year": 2022}, "format": "2021", "narrative_figures": groups})


def sides(result: Mapping[str, Any], check_id: str) -> list[tuple[object, str, object]]:
    return [(one["lhs"], one["op"], one["rhs"]) for one in result["checks"] if one["id"] == check_id]


def test_there_are_53_reports() -> None:
    assert len(REPORTS) == 53


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_six_reports_are_at_fault_and_no_others(path: Path) -> None:
    result = check_report(path)
    failing = [(one["lhs"], one["rhs"]) for one in verdict_on(published(path.stem))["checks"] if not one["holds"]]
    assert failing == ([INCONSISTENT[path.stem]] if path.stem in INCONSISTENT else [])
    assert result["consistent"] is (path.stem not in INCONSISTENT)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_equation_noted_when_the_report_was_copied_is_found(path: Path) -> None:
    content = published(path.stem)
    result = verdict_on(content)
    found = {(one["scope"], float(one["lhs"]), float(one["rhs"]), one["holds"]) for one in result["checks"]}
    noted = {(one["scope"], float(one["left"]), float(one["right"]), one["holds"]) for one in content["checks"]}
    assert noted <= found
    assert result["text_matches_tables"] == content["text_matches_tables"]


@pytest.mark.parametrize("name", ["2024-huaian-government", "2025-test-city-government"])
def test_a_complete_report_is_tested_on_every_row_column_and_block(name: str) -> None:
    result = verdict_on(published(name))
    assert len([one for one in result["checks"] if one["id"] == "app_column_total"]) == 25
    assert len([one for one in result["checks"] if one["id"] == "app_flow"]) == 7
    assert len([one for one in result["checks"] if one["id"] == "app_result_total"]) == 7
    assert [one["column"] for one in result["checks"] if one["table"] == "t3"] == [
        "行政复议",
        "未经复议直接起诉",
        "复议后起诉",
    ]


def test_a_change_of_any_cell_of_the_tables_is_noticed() -> None:
    content = published("2024-huaian-government")
    for part in ("t1", "t3"):
        for row, column in _cells(content[part]):
            changed = deepcopy(content)
            changed[part][row][column] += 1
            assert not verdict_on(changed)["consistent"], (part, row, column)


def _cells(table: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[str, str]]:
    return ((row, column) for row, cells in table.items() for column in cells)


def test_the_verdicts_of_the_file_are_not_trusted() -> None:
    content = published("2022-taian-natural-resources")
    assert verdict_on({**content, "consistent": True, "checks": []})["consistent"] is False


def test_the_result_names_table_equation_and_both_sides() -> None:
    content = published("2025-xining-chengzhong-construction")
    content["t1_partial"]["一、本年新收政府信息公开申请数量"]["自然人"] = 2
    (failing,) = [one for one in verdict_on(content)["checks"] if not one["holds"]]
    assert failing["table"] == "t1_partial"
    assert failing["id"] == "app_column_total"
    assert failing["row"] == "一、本年新收政府信息公开申请数量"
    assert (failing["column"], failing["lhs"], failing["rhs"]) == ("总计", 12, 13)


def test_labels_are_known_by_their_words() -> None:
    rows = {
        "3、其他": {"自然人": 1, "总计": 2},
        "（二）部分公开": {"自然人": 1, "总计": 1},
        "（三）不予公开": {"总计": 1},
    }
    result = verdict_on({"format": "2021", "t1_partial": rows})
    assert sides(result, "app_column_total") == []
    assert result["unread"] == ["（三）不予公开"]


def test_blank_cells_are_zero_in_a_sum_and_blank_totals_are_not_tested() -> None:
    six = dict.fromkeys(("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))
    rows = {
        "（一）予以公开": {"自然人": 18, **six, "总计": 18},
        "（二）部分公开": {"自然人": 18, **six, "总计": None},
    }
    assert sides(verdict_on({"format": "2021", "t1_partial": rows}), "app_column_total") == [(18, "=", 18)]


def test_text_against_the_table_leaves_the_report_consistent() -> None:
    content = published("2025-xining-chengzhong-construction")
    content["narrative_figures"]["依申请"]["受理"] = 13
    result = verdict_on(content)
    assert (result["consistent"], result["text_matches_tables"]) == (True, False)


def test_what_is_implausible_is_a_doubt_and_no_fault() -> None:
    made = {"本年新制作数量": 1, "本年新公开数量": 9, "对外公开总数量": 8}
    result = verdict_on({"format": "2019", "t2": {"第二十条第（一）项": {"规章": made}}})
    assert result["consistent"]
    assert [(one["id"], one["lhs"], one["rhs"]) for one in result["doubts"]] == [("art20_1_total_ge", 8, 9)]


@pytest.mark.parametrize(
    ("figures", "flow"),
    [
        ({"一、本年新收": 61, "二、上年结转": 5, "三（七）总计": 62, "四、结转下年度": 4}, [(66, "=", 66)]),
        ({"收到": 58, "办结": 54, "四、结转下年度": 3}, [(58, "=", 57)]),
        ({"受理（含上年结转）": 2025, "二、上年结转": 71, "答复": 1950, "四、结转下年度": 75}, [(2025, "=", 2025)]),
        ({"一、本年新收": 57, "2021年转办": 2, "三（七）总计": 59}, [(59, ">=", 59)]),
        ({"一、本年新收": 57, "2019年转办": 2, "三（七）总计": 57}, [(57, "=", 57)]),
        ({"收到": 9, "三（一）予以公开": 6, "三（三）不予公开": 3, "三（三）1.属于国家秘密": 3}, [(9, "=", 9)]),
        ({"一、本年新收": 57, "二、上年结转": 2}, []),
    ],
)
def test_the_carry_over_is_tested_on_what_the_text_says(figures: dict[str, int], flow: list[object]) -> None:
    assert sides(text(依申请=figures), "app_flow") == flow


def test_a_carry_over_the_text_leaves_out_is_taken_from_the_table() -> None:
    rows = {"二、上年结转政府信息公开申请数量": {"总计": 4}, "四、结转下年度继续办理": {"总计": 1}}
    figures = {"依申请": {"收到": 10, "答复": 13}}
    result = verdict_on({"format": "2021", "t1_partial": rows, "narrative_figures": figures})
    assert sides(result, "app_flow") == [(14, "=", 14)]


def test_before_2019_received_and_replied_need_not_balance() -> None:
    figures = {"申请": {"收到": 10, "答复": 9}}
    assert sides(verdict_on({"format": "2008", "stat_table": figures}), "app_flow") == []


@pytest.mark.parametrize(
    ("figures", "sums"),
    [
        ({"总数": 9, "公告": 4, "动态": 5, "公开率（%）": 100}, [(9, "=", 9)]),
        ({"总数（条）": 9, "公告": 4, "动态（条）": 6, "栏目（个）": 5}, [(9, "=", 10)]),
        ({"总数（万条）": 1, "网站（条）": 9_000, "微信（条）": 1_000}, [(10_000, "=", 10_000)]),
        ({"总数": 9, "网站": 7}, []),
        ({"总数": 9, "动态": 4, "政务": 5, "指南": 2, "年报": 3}, [(9, "=", 9), (5, "=", 5)]),
        ({"总数": 9, "动态": 4, "政务": 6, "指南": 2, "年报": 4}, [(9, "=", 10), (6, "=", 6)]),
        ({"总数": 9, "网站": 4, "微信": 5, "公告": 8, "动态": 1}, [(9, "=", 9), (9, "=", 9)]),
        ({"总数": 9, "公告": 4, "动态": 3, "公告占比（%）": 44, "动态占比（%）": 33}, []),
        ({"网站": 9, "公告": 4, "动态": 5, "微信": 3}, [(9, "=", 9)]),
        ({"网站": 9, "公告": 4}, []),
        ({"新媒体": 9, "微博": 4, "微信": 4, "公告": 1}, [(9, "=", 8)]),
        ({"稿件": 9, "省级平台": 4, "市级平台": 5, "其他": 3}, [(9, "=", 9)]),
    ],
)
def test_a_list_is_added_up_as_its_labels_say(figures: dict[str, int], sums: list[object]) -> None:
    assert sides(text(主动公开=figures), "sum") == sums


@pytest.mark.parametrize(
    ("figures", "sums"),
    [
        (
            {"收到": 9, "其中：网络申请": 4, "其中：信函申请": 5, "其中：自然人": 8, "其中：商业企业": 1},
            [(9, "=", 9), (9, "=", 9)],
        ),
        ({"收到": 9, "其中：网络申请": 8}, []),
        ({"收到": 9, "征地类": 4, "规划类": 4, "答复": 9}, [(9, "=", 8)]),
        ({"答复": 9, "三（一）予以公开": 4, "三（四）无法提供": 4}, [(9, ">=", 8)]),
        ({"答复": 9, "三（一）予以公开": 4, "三（四）无法提供": 6}, [(9, "=", 10)]),
        ({"答复": 9, "公开": 4, "不存在": 4}, [(9, "=", 8)]),
    ],
)
def test_requests_and_results_are_added_up_by_kind(figures: dict[str, int], sums: list[object]) -> None:
    assert sides(text(依申请=figures), "sum") == sums


def test_a_part_cannot_exceed_its_whole() -> None:
    assert sides(text(解读={"解读（件）": 2, "其中：负责人解读（件）": 3}), "part_within") == [(2, ">=", 3)]


def test_channels_may_exceed_the_total_before_2019_unless_one_takes_the_rest() -> None:
    """A published report of 2018: 380 items, 285 on the website, 116 by WeChat."""
    overlapping = {"总数（条）": 380, "网站": 285, "微信": 116}
    result = verdict_on({"format": "2008", "stat_table": {"主动公开": overlapping}})
    assert (result["consistent"], sides(result, "sum")) == (True, [(380, "<=", 401)])
    split = {"主动公开": {"总数（条）": 380, "渠道": {"网站": 285, "微信等其他形式": 116}}}
    assert verdict_on({"format": "2008", "stat_table": split})["consistent"] is False


@pytest.mark.parametrize(
    ("stated", "computed"), [(57.14, 57.14), (57.1, 57.1), (57, 57), (57.2, 57.1), (57.15, 57.14), (58, 57)]
)
def test_a_share_is_tested_to_the_digits_given(stated: float, computed: float) -> None:
    assert sides(text(依申请={"收到": 7, "其中：网络申请": 4, "网络占比（%）": stated}), "share") == [
        (stated, "=", computed)
    ]


def test_a_share_may_be_cut_or_rounded_and_says_so() -> None:
    result = text(依申请={"收到": 3, "其中：网络申请": 2, "网络占比（%）": 66.6})
    (share,) = [one for one in result["checks"] if one["id"] == "share"]
    assert (share["holds"], share["rhs"], share["remark"]) == (True, 66.6, "原文舍去尾数")


def test_a_change_is_the_difference_to_the_year_before() -> None:
    figures = {"一、本年新收": 22, "2021年收到": 31, "同比下降（%）": 29}
    assert sides(text(依申请=figures), "change") == [(29, "=", 29)]


def test_a_figure_given_twice_is_the_same() -> None:
    content = {
        "format": "2008",
        "stat_table": {
            "主动公开": {"总数（条）": 20, "类别": {"政策解读": 16, "其他": 4}},
            "政策解读": {"全年累计解读政策（件）": 17},
        },
        "narrative_figures": {
            "概述": {"政策解读信息（条）": 16, "网站主栏目（个）": 11},
            "列举": {"列举的主栏目名称": 12},
        },
    }
    assert sides(verdict_on(content), "repeated") == [(16, "=", 17), (16, "=", 16), (11, "=", 12)]


def test_approximations_are_not_tested() -> None:
    assert text(主动公开={"总数": "2200余", "公告": 4, "动态": 5})["checks"] == []


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty"),
        (b" \n", "The file is empty"),
        (b"not json", "cannot be read as JSON"),
        (b"\xff\xfe", "cannot be read as JSON"),
        (b"[1, 2]", "no published report"),
        (b"{}", "no published report"),
        (b'{"t1": {}, "format": "2014"}', "2014 is no form"),
        (b'{"t1": {}}', "neither the format nor the year"),
        (b'{"t1": [], "t3": {}, "format": "2021"}', "t1 is not laid out as a table"),
        (b'{"t1": {"a": 1}, "format": "2021"}', "t1: a is not laid out"),
        (b'{"t3": {"a": {"b": "1"}}, "format": "2021"}', "t3: a: b is no figure"),
        (b'{"t3": {"a": {"b": true}}, "format": "2021"}', "t3: a: b is no figure"),
        (b'{"t3": {"a": {"b": NaN}}, "format": "2021"}', "cannot be read as JSON"),
        (b'{"t3": {"a": {"b": 1e400}}, "format": "2021"}', "larger than any figure"),
        (b'{"t1": {"a": {}, "a": {}}, "format": "2021"}', "says a more than once"),
        (b'{"stat_table": {"a": {"b": {"c": {}}}}, "format": "2008"}', "a: b: c is no figure"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b'{"t1": ' + b"9" * 5000 + b"}", "cannot be read as JSON"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_report_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=problem):
        check_report(path)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(b" " * 5_000_001)
    with pytest.raises(BadInput, match="larger than 5000000 bytes"):
        check_report(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.json cannot be opened"):
        check_report(tmp_path / "none.json")


def test_a_row_given_twice_under_two_labels_is_refused() -> None:
    rows = {"1.属于国家秘密": {"总计": 1}, "三、本年度办理结果/（三）不予公开/1、属于国家秘密": {"总计": 2}}
    with pytest.raises(BadInput, match="twice"):
        verdict_on({"format": "2021", "t1": rows})


def test_the_year_chooses_the_form_where_the_file_names_none() -> None:
    rows = {"（六）其他处理": {"自然人": 1, "总计": 1}}
    assert "unread" not in verdict_on({"source": {"year": 2020}, "t1_partial": rows})
    assert verdict_on({"year": 2021, "t1_partial": rows})["unread"] == ["（六）其他处理"]
