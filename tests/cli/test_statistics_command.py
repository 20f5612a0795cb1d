import csv
import json
from pathlib import Path
from typing import Any

import pytest

LEDGER = """登记号,收到日期,申请方式,申请人类型,办理结果,答复日期
1,2023-12-20,网络,自然人,D2,2024-01-10
2,2024-02-05,网络,自然人,D2,2024-02-20
3,2024-03-05,信函,商业企业,U1,2024-03-20
4,2024-12-25,当面,自然人,,
"""
REPORTS = Path(__file__).parent.parent / "data" / "reports"


@pytest.fixture(autouse=True)
def ledger(cli: Any, tmp_path: Path) -> None:
    file = tmp_path / "ledger.csv"
    file.write_text(LEDGER, encoding="utf-8")
    assert cli("import", "ledger", file).status == 0


def test_the_year_for_a_program(cli: Any) -> None:
    content = cli("statistics", "--year", "2024", "--as", "json").json
    assert (content["format"], content["year"], content["agency"]) == ("2021", 2024, "0000")
    requests = content["tables"]["applications"]
    assert [requests[row]["total"] for row in ("new_received", "carried_in", "result_total", "carried_out")] == [
        3,
        1,
        3,
        1,
    ]
    assert all(check["holds"] for check in content["checks"])


@pytest.mark.parametrize(("year", "form"), [("2018", "2008"), ("2020", "2019"), ("2021", "2021")])
def test_the_year_chooses_the_form(cli: Any, year: str, form: str) -> None:
    assert cli("statistics", "--year", year, "--as", "json").json["format"] == form


def test_another_form_can_be_asked_for(cli: Any) -> None:
    assert cli("statistics", "--year", "2024", "--format", "2019", "--as", "json").json["format"] == "2019"
    assert cli("statistics", "--year", "2024", "--format", "1999").status == 2


def test_the_year_to_read(cli: Any) -> None:
    answer = cli("statistics", "--year", "2024")
    rows = {line.split()[0]: line.split()[1:] for line in answer.out.splitlines() if line.strip()}
    assert rows["一、本年新收政府信息公开申请数量"] == ["2", "1", "0", "0", "0", "0", "3"]
    assert rows["结果维持"] == ["0"]
    assert "Equations: " in answer.out
    assert "勾稽关系：共" in cli("statistics", "--year", "2024", language="zh_CN").out


def test_the_running_year_is_provisional(cli: Any) -> None:
    assert "counted as of 2026-03-20" in cli("statistics", "--year", "2026").out
    assert cli("statistics", "--year", "2026", "--as", "json").json["provisional"] is True
    assert cli("statistics", "--year", "2027").status == 2


def test_the_csv_comes_in_again_as_figures(cli: Any, tmp_path: Path) -> None:
    written = cli("statistics", "--year", "2024", "--as", "csv")
    (header, *rows) = list(csv.reader(written.out.splitlines()))
    assert header[:4] == ["表", "行", "列", "数值"]
    assert ["applications", "new_received", "total", "3"] in [row[:4] for row in rows]
    out = tmp_path / "out.csv"
    assert cli("statistics", "--year", "2024", "--out", out).out == f"Written to {out}.\n"
    assert list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines())) == [header, *rows]


def test_the_json_in_a_file(cli: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    cli("statistics", "--year", "2024", "--out", out)
    assert json.loads(out.read_text(encoding="utf-8")) == cli("statistics", "--year", "2024", "--as", "json").json
    assert [one.name for one in tmp_path.glob("out*")] == ["out.json"]


@pytest.mark.parametrize("kind", ["xlsx", "docx", "html", "pdf"])
def test_what_is_not_built_yet_says_so(cli: Any, tmp_path: Path, kind: str) -> None:
    for args in (["--as", kind], ["--out", str(tmp_path / f"x.{kind}")]):
        answer = cli("statistics", "--year", "2024", *args)
        assert (answer.status, answer.out) == (2, "")
        assert f"Statistics as {kind} are not built yet. Use json or csv." in answer.err


@pytest.mark.parametrize("args", [["--as", "xml"], ["--as", "csv", "--out", "x.json"]])
def test_a_kind_that_there_is_not(cli: Any, args: list[str]) -> None:
    assert cli("statistics", "--year", "2024", *args).status == 2


@pytest.mark.parametrize("report", sorted(REPORTS.glob("202[1-5]-*.json")), ids=lambda path: path.stem)
def test_a_published_report_is_tested(cli: Any, report: Path) -> None:
    answer = cli("check-report", report)
    assert answer.status == (0 if all(check["holds"] for check in answer.json["checks"]) else 1)
    assert answer.json["consistent"] is (answer.status == 0)


def test_a_report_with_a_wrong_sum(cli: Any, tmp_path: Path) -> None:
    content = json.loads((REPORTS / "2024-huaian-government.json").read_text(encoding="utf-8"))
    row = next(iter(content["t1"]))
    content["t1"][row]["自然人"] += 1
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    answer = cli("check-report", file)
    assert answer.status == 1
    failed = [check for check in answer.json["checks"] if not check["holds"]]
    assert {check["column"] for check in failed} >= {"自然人"}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"year": 2024}', '{"a": 1, "a": 2}'])
def test_a_report_that_cannot_be_read(cli: Any, tmp_path: Path, content: str) -> None:
    file = tmp_path / "report.json"
    file.write_text(content, encoding="utf-8")
    answer = cli("check-report", file)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_a_report_that_is_not_there(cli: Any, tmp_path: Path) -> None:
    assert cli("check-report", tmp_path / "none.json").status == 2
