"""The letters at the command line: the list, samples, documents of a case before they are issued, and own words."""

import json
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from printed import pages

from letters.catalogue import LISTED
from letters.samples import SAMPLES
from workflow.actions.writing import FORMS

OWN = '{% extends "_to_applicant.html.j2" %}{% block matter %}<p>本机关自行修改的回执。</p>{% endblock %}'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A changed template of the receipt."""
    file = tmp_path / "receipt.html.j2"
    file.write_text(OWN, encoding="utf-8")
    return file


def dump(home: Path) -> list[str]:
    """Everything that is on record."""
    with closing(sqlite3.connect(home / "disclosure.db")) as connection:
        return list(connection.iterdump())


def kept_files(home: Path) -> set[Path]:
    return {path for path in (home / "files").rglob("*") if path.is_file()}


class TestList:
    def test_every_line_of_the_list_is_there(self, cli: Any) -> None:
        lines = cli("letters", "list").out.splitlines()[1:]
        assert [line.split()[0] for line in lines] == [one.id for one in LISTED]
        (lapse,) = (line for line in lines if line.startswith("B3 "))
        assert lapse.split() == [
            *(
                "B3",
                "视为放弃申请不再处理告知书",
                "lapse_notice",
                "applicant",
                "leader",
                "letter",
                "with",
                "a",
                "number",
            )
        ]

    def test_the_list_in_chinese(self, cli: Any) -> None:
        answer = cli("letters", "list", language="zh_CN").out
        assert "答复审批表" in answer
        assert [line for line in answer.splitlines()[1:] if not line.endswith(("文书（编号）", "表单（归档）"))] == []

    def test_the_list_as_json(self, cli: Any) -> None:
        found = {one["id"]: one for one in cli("letters", "list", "--json").json}
        assert list(found) == [one.id for one in LISTED]
        assert found["D12"] == {
            "id": "D12",
            "name": "政府信息不存在",
            "kind": "reply",
            "to": "applicant",
            "approval": "leader",
            "form": False,
            "decides": True,
            "sample": "reply_d12",
            "outcomes": ["U1"],
        }
        assert found["C10"]["form"]


class TestPreview:
    @pytest.mark.parametrize("listed", LISTED, ids=lambda one: one.id)
    def test_each_number_has_its_sample(self, cli: Any, listed: Any) -> None:
        answer = cli("letters", "preview", listed.id)
        assert answer.status == 0, answer.err
        assert SAMPLES[listed.sample].heading in answer.out.splitlines()

    def test_a_kind_and_another_sample_of_it(self, cli: Any) -> None:
        first = cli("letters", "preview", "third_party_consultation").out
        older = cli("letters", "preview", "c1", "--sample", "third_party_consultation_2018").out
        assert "甲环征〔2026〕1号" in first
        assert "甲环征〔2018〕1号" in older

    def test_rows_of_a_form_are_lines(self, cli: Any) -> None:
        assert "顺序号 ｜ 文号 ｜ 责任者 ｜ 题名 ｜ 日期 ｜ 页号 ｜ 备注\n" in cli("letters", "preview", "G4").out

    def test_a_page_is_printed(self, cli: Any) -> None:
        answer = cli("letters", "preview", "A6", "--as", "html", "--look", "letter")
        assert answer.out.startswith("<!doctype html>")
        assert 'class="letterhead"' in answer.out

    @pytest.mark.parametrize("look", ["plain", "letter", "file"])
    def test_files_say_what_the_screen_says(self, cli: Any, tmp_path: Path, look: str) -> None:
        said = "自收到本答复书之日起60日内"
        for name, told in (("x.html", ()), ("x.docx", ()), ("x.PDF", ()), ("x.txt", ()), ("plain", ("--as", "pdf"))):
            file = tmp_path / name
            answer = cli("letters", "preview", "D6", "--look", look, "--out", file, *told)
            assert answer.status == 0, answer.err
            assert answer.out == f"政府信息公开申请答复书 甲环公开〔2026〕12号 written to {file}.\n"
        assert said in (tmp_path / "x.txt").read_text("utf-8")
        assert said in (tmp_path / "x.html").read_text("utf-8")
        assert said in "".join(one.text for one in Document(BytesIO((tmp_path / "x.docx").read_bytes())).paragraphs)
        assert (tmp_path / "x.PDF").read_bytes() == (tmp_path / "plain").read_bytes()
        printed = pages((tmp_path / "plain").read_bytes())
        assert said in "".join(line.text for page in printed for line in page.lines)
        red = any(drawn.red for drawn in printed[0].drawn)
        assert red is (look != "plain")
        assert sorted(path.suffix for path in tmp_path.glob("*.part")) == []

    @pytest.mark.parametrize(
        ("args", "status", "says"),
        [
            (["love_letter"], 1, "There is no letter love_letter. Choose one of"),
            (["D99"], 1, "There is no letter D99"),
            (["B1", "--sample", "receipt"], 1, "no sample receipt of the letter B1. Choose one of correction_notice."),
            (["B1", "--sample", "nothing"], 1, "no sample nothing"),
            (["B1", "--as", "odt"], 2, "cannot be made as odt. Choose one of text, html, docx, pdf."),
            (["B1", "--as", "pdf"], 2, "A letter as pdf needs a file"),
            (["B1", "--as", "docx"], 2, "A letter as docx needs a file"),
            (["B1", "--look", "golden"], 2, "golden is no look. Allowed: plain, letter, file."),
            ([], 2, "KIND is missing"),
        ],
    )
    def test_what_there_is_no_sample_of(self, cli: Any, args: list[str], status: int, says: str) -> None:
        answer = cli("letters", "preview", *args)
        assert (answer.status, answer.out) == (status, "")
        assert says in answer.err
        assert answer.err.count("\n") == 1

    @pytest.mark.parametrize("form", ["text", "html", "docx", "pdf"])
    def test_a_folder_that_is_missing(self, cli: Any, tmp_path: Path, form: str) -> None:
        file = tmp_path / "missing" / "letter"
        answer = cli("letters", "preview", "B1", "--as", form, "--out", file)
        assert (answer.status, answer.out) == (1, "")
        assert "cannot be read or written: No such file or directory" in answer.err
        assert not file.parent.exists()

    def test_a_file_that_was_there_stays_when_the_new_one_cannot_be_made(self, cli: Any, tmp_path: Path) -> None:
        file = tmp_path / "old.pdf"
        file.write_bytes(b"old")
        assert cli("letters", "preview", "B1", "--out", file, fonts=str(tmp_path / "none")).status == 2
        assert file.read_bytes() == b"old"


class TestRender:
    def test_a_letter_is_written_and_nothing_is_kept(self, cli: Any, case: str, home: Path) -> None:
        before = dump(home), kept_files(home)
        answer = cli("letters", "render", case, "receipt", "--on", "2026-03-03", "--paper", "申请表1份")
        assert answer.status == 0, answer.err
        lines = answer.out.splitlines()
        assert lines[2:4] == ["待编号", "张三："]
        assert "1. 申请表1份" in answer.out.replace("；", "").replace("。", "")
        assert lines[-1] == "2026年3月3日"
        assert (dump(home), kept_files(home)) == before

    def test_what_is_issued_says_what_was_shown(self, cli: Any, case: str, home: Path) -> None:
        shown = cli("letters", "render", case, "A6", "--as", "html").out
        assert cli("case", "issue-letter", case, "--letter", "receipt").status == 0
        (page,) = (path for path in kept_files(home) if path.suffix == ".html")
        (number,) = (one["number"] for one in cli("letters", "register", "--json").json)
        assert shown.rstrip("\n").replace("待编号", number) == page.read_text("utf-8").rstrip("\n")

    def test_a_form_has_the_number_of_the_case(self, cli: Any, case: str, tmp_path: Path) -> None:
        file = tmp_path / "form.pdf"
        assert cli("letters", "render", case, "registration_form", "--out", file).status == 0
        text = "".join(line.text for page in pages(file.read_bytes()) for line in page.lines)
        assert case in text
        assert "待编号" not in text

    @pytest.mark.parametrize("form", sorted({"registration_form", "file_cover", "service_return"} & set(FORMS)))
    def test_forms_are_printed(self, cli: Any, case: str, form: str) -> None:
        cli("case", "issue-letter", case, "--letter", "receipt")
        answer = cli("letters", "render", case, form, "--about", "1" if form == "service_return" else "")
        assert answer.status == 0, answer.err
        assert " ｜ " in answer.out

    def test_what_is_told_stands_in_it(self, cli: Any, case: str) -> None:
        told = ("--set", "record=档案登记表", "--set", "wrong=姓名误写")
        assert "姓名误写" in cli("letters", "render", case, "amendment_form", *told).out

    def test_a_reply_is_shown_from_its_draft_on(self, cli: Any, case: str) -> None:
        empty = cli("letters", "render", case, "reply")
        assert (empty.status, empty.out) == (1, "")
        assert "A reply without items decides nothing" in empty.err
        cli("agency", "set", "--set", "government=甲县人民政府")
        cli("case", "review", case, "--on", "2026-03-03")
        drafted = cli(
            *(
                "case",
                "draft",
                case,
                "--on",
                "2026-03-09",
                "--item",
                "1:D2",
                "--findings",
                "本机关存有",
            ),
            *("--detail", "enclosed=《2025年预算》复印件", "--detail", "medium=纸质"),
        )
        assert drafted.status == 0, drafted.err
        answer = cli("letters", "render", case, "D2", "--on", "2026-03-12")
        assert answer.status == 0, answer.err
        assert "待编号" in answer.out
        assert "《2025年预算》复印件" in answer.out
        assert "2026年3月12日" in answer.out

    def test_the_words_and_the_look_are_those_of_the_agency(self, cli: Any, case: str, own: Path) -> None:
        cli("letters", "templates", "keep", "receipt", own, "--note", "更短")
        assert "自行修改" not in cli("letters", "render", case, "receipt").out
        cli("letters", "templates", "use", "receipt", "1", "--from", "2026-03-20")
        look = json.dumps({"profile": "letter", "letterhead": "甲县某局"}, ensure_ascii=False)
        assert cli("agency", "set", "--set", f"look={look}").status == 0
        said = cli("letters", "render", case, "receipt").out
        assert "本机关自行修改的回执。" in said
        assert said.startswith("甲县某局\n待编号\n")
        assert "自行修改" not in cli("letters", "render", case, "receipt", "--on", "2026-03-19").out

    @pytest.mark.parametrize(
        ("args", "status", "says"),
        [
            (["love_letter"], 1, "There is no letter love_letter"),
            (["L3"], 1, "is not written from the record; look at its sample"),
            (["extension_notice"], 1, "was not extended"),
            (["receipt", "--on", "2026-03-01"], 1, "2026-03-01 is before the receipt on 2026-03-02"),
            (["receipt", "--on", "yesterday"], 2, "is no date"),
            (["receipt", "--set", "name"], 2, "name is no detail. Write it as name=text."),
            (["amendment_refusal"], 1, "Give it as ground."),
            (["receipt", "--as", "pdf"], 2, "needs a file"),
            (["receipt", "--by", "nobody"], 1, "no active user nobody"),
        ],
    )
    def test_what_cannot_be_written(
        self, cli: Any, case: str, home: Path, args: list[str], status: int, says: str
    ) -> None:
        before = dump(home)
        answer = cli("letters", "render", case, *args)
        assert (answer.status, answer.out) == (status, "")
        assert says in answer.err
        assert dump(home) == before

    def test_a_case_of_another_agency(self, cli: Any, case: str) -> None:
        cli("agency", "add", "01", "某县某局")
        cli("user", "add", "li", "李四", "--role", "caseworker", "--agency", "01")
        here = cli("letters", "render", case, "receipt", "--agency", "01", "--by", "li")
        assert (here.status, here.out) == (1, "")
        assert f"There is no case {case} in this agency" in here.err
        there = cli("letters", "render", case, "receipt", "--agency", "0000", "--by", "li")
        assert (there.status, there.out) == (1, "")
        assert "li has no role in the agency 0000" in there.err


class TestRegister:
    def test_a_year_without_letters(self, cli: Any) -> None:
        assert cli("letters", "register", "2025").out == "No letter has a number of 2025.\n"
        assert cli("letters", "register", "2025", "--json").json == []

    def test_void_numbers_stay_in_it(self, cli: Any, case: str) -> None:
        assert cli("case", "issue-letter", case, "--letter", "receipt").status == 0
        assert cli("case", "issue-letter", case, "--letter", "receipt", "--replaces", "1").status == 0
        sent = cli("case", "dispatch", case, "--no", "2", "--way", "direct", "--proof", "当面")
        assert sent.status == 0, sent.err
        found = cli("letters", "register", "--json").json
        assert [(one["number"], one["void"]) for one in found] == [
            ("公开告〔2026〕1号", True),
            ("公开告〔2026〕2号", False),
        ]
        first, second = cli("letters", "register", "2026").out.splitlines()[1:]
        assert first.split() == [
            *("公开告〔2026〕1号", "政府信息公开申请登记回执", case, "1", "2026-03-20", "-", "-", "-", "void")
        ]
        assert second.split()[5:] == ["2026-03-20", "-", "-", "valid"]

    def test_it_is_that_of_one_agency(self, cli: Any, case: str) -> None:
        cli("case", "issue-letter", case, "--letter", "receipt")
        cli("agency", "add", "01", "某县某局")
        cli("user", "add", "li", "李四", "--role", "caseworker", "--agency", "01")
        assert cli("letters", "register", "--agency", "01", "--by", "li", "--json").json == []
        assert "no role in the agency 0000" in cli("letters", "register", "--agency", "0000", "--by", "li").err

    @pytest.mark.parametrize("year", ["next", "26"])
    def test_what_is_no_year(self, cli: Any, year: str) -> None:
        answer = cli("letters", "register", year)
        assert (answer.status, answer.out) == (2, "")
        assert year in answer.err


class TestTemplates:
    def test_none_is_kept_at_first(self, cli: Any) -> None:
        assert cli("letters", "templates", "list").out.startswith("The agency kept no words of its own.")
        assert cli("letters", "templates", "list", "--json").json == []

    def test_words_are_tried_kept_used_and_given_up(self, cli: Any, own: Path) -> None:
        tried = cli("letters", "templates", "check", "A6", own)
        assert tried.status == 0, tried.err
        assert tried.out.startswith("— Sample receipt —\n")
        assert "本机关自行修改的回执。" in tried.out
        kept = cli("letters", "templates", "keep", "A6", own, "--note", "更短")
        assert kept.out == "Kept as version 1 of receipt. It is not used yet.\n"
        assert cli("letters", "templates", "show", "receipt").err == "These are the words of the program (version 0).\n"
        used = cli("letters", "templates", "use", "receipt", "1", "--from", "2026-03-20")
        assert used.out == "From 2026-03-20, receipt is written by version 1.\n"
        now = cli("letters", "templates", "show", "receipt")
        assert (now.out, now.err) == (f"{OWN}\n", "Version 1 of the agency 0000.\n")
        assert cli("letters", "templates", "list", "--json").json == [
            {"letter": "receipt", "version": 1, "note": "更短", "from_on": ["2026-03-20"]}
        ]
        assert "2026-03-20  更短" in cli("letters", "templates", "list").out
        assert cli("letters", "templates", "use", "receipt", "0", "--from", "2026-03-25").status == 0
        assert cli("letters", "templates", "show", "receipt").out == f"{OWN}\n"
        back, _ = cli("letters", "templates", "list", "--json").json
        assert back == {"letter": "receipt", "version": 0, "note": "", "from_on": ["2026-03-25"]}
        assert "2026-03-25  the words of the program\n" in cli("letters", "templates", "list").out
        assert cli("verify").status == 0

    def test_those_below_see_what_they_are_written_by(self, cli: Any, own: Path) -> None:
        cli("letters", "templates", "keep", "receipt", own, "--note", "更短")
        cli("letters", "templates", "use", "receipt", "1", "--from", "2026-03-20")
        cli("agency", "add", "01", "某县某局", "--parent", "0000")
        cli("user", "add", "li", "李四", "--role", "caseworker", "--agency", "01")
        answer = cli("letters", "templates", "show", "receipt", "--agency", "01", "--by", "li")
        assert answer.err == "Version 1 of the agency 0000.\n"

    @pytest.mark.parametrize("kind", sorted({one.kind for one in LISTED}))
    def test_the_words_of_the_program_may_be_kept_as_they_are(self, cli: Any, tmp_path: Path, kind: str) -> None:
        shown = cli("letters", "templates", "show", kind, "--version", "0")
        assert shown.status == 0, shown.err
        file = tmp_path / "same"
        file.write_text(shown.out, encoding="utf-8-sig", newline="\r\n")
        tried = cli("letters", "templates", "check", kind, file)
        assert tried.status == 0, tried.err
        listed = next(one for one in LISTED if one.kind == kind)
        assert cli("letters", "preview", kind).out.strip() in tried.out
        assert f"— Sample {listed.sample} —" in tried.out

    @pytest.mark.parametrize(
        ("content", "status", "says"),
        [
            (b"\xff\xfe\x00", 2, "holds no template: text in UTF-8 is wanted"),
            (b"x" * 90_000, 2, "holds no template: text in UTF-8 is wanted, of at most 80000 bytes"),
            (b"<p>" + b"x" * 30_000 + b"</p>", 2, "has 30007 characters. Shorten it to 20000."),
            (b"just text", 2, "makes what is no part of a letter"),
            (b"<p>{{ letter.price }}</p>", 1, "names price, which the letter does not have"),
            (b"<p>{% if %}</p>", 2, "Line 1 of the template cannot be read"),
            ("<p>依照第三十条</p>".encode(), 1, "The template holds “第三十条”"),
            (b"<p>{{ letter.number.upper() }}</p>", 1, "does what no template of a letter may (call)"),
        ],
    )
    @pytest.mark.parametrize("command", [["check"], ["keep", "--note", "x"]])
    def test_what_is_no_template(
        self, cli: Any, tmp_path: Path, command: list[str], content: bytes, status: int, says: str
    ) -> None:
        file = tmp_path / "wrong"
        file.write_bytes(content)
        name, *more = command
        answer = cli("letters", "templates", name, "receipt", file, *more)
        assert (answer.status, answer.out) == (status, "")
        assert says in answer.err
        assert cli("letters", "templates", "list", "--json").json == []

    @pytest.mark.parametrize(
        ("args", "status", "says"),
        [
            (["show", "love_letter"], 1, "There is no letter love_letter"),
            (["show", "receipt", "--version", "3"], 1, "kept no version 3 of the letter receipt"),
            (["show", "receipt", "--version", "-1"], 1, "kept no version -1"),
            (["check", "receipt", "/no/such/file"], 2, "There is no file /no/such/file"),
            (["check", "love_letter", "{own}"], 1, "There is no letter love_letter"),
            (["keep", "receipt", "{own}"], 2, "--note is missing"),
            (["keep", "receipt", "{own}", "--note", " "], 2, "note is empty"),
            (["use", "receipt", "1", "--from", "2026-03-20"], 1, "kept no version 1 of the letter receipt"),
            (["use", "receipt", "0", "--from", "2026-03-19"], 1, "2026-03-19 is over"),
            (["use", "receipt", "0", "--from", "soon"], 2, "is no date"),
            (["use", "receipt", "one", "--from", "2026-03-20"], 2, "no whole number"),
            (["use", "receipt", "0"], 2, "--from is missing"),
        ],
    )
    def test_what_is_refused(self, cli: Any, own: Path, args: list[str], status: int, says: str) -> None:
        answer = cli("letters", "templates", *(arg.format(own=own) for arg in args))
        assert (answer.status, answer.out) == (status, "")
        assert says in answer.err

    def test_only_an_administrator_changes_words(self, cli: Any, own: Path) -> None:
        cli("user", "add", "li", "李四", "--role", "caseworker")
        for args in (["keep", "receipt", own, "--note", "x"], ["use", "receipt", "0", "--from", "2026-03-20"]):
            answer = cli("letters", "templates", *args, "--by", "li")
            assert (answer.status, answer.out) == (1, "")
            assert "for the role admin in the agency 0000" in answer.err
        assert cli("letters", "templates", "list", "--by", "li").status == 0


@pytest.mark.parametrize(
    "args", [[], ["list"], ["preview"], ["render"], ["register"], ["templates"], ["templates", "use"]]
)
def test_help_is_chinese(cli: Any, args: list[str]) -> None:
    answer = cli("letters", *args, "--help", language="zh_CN")
    assert answer.status == 0
    assert "用法：" in answer.out
    assert "Usage:" not in answer.out


def test_a_letter_is_looked_at_before_it_is_issued(cli: Any, case: str) -> None:
    assert cli("agency", "set", "--one-person", "--set", "government=甲县人民政府").status == 0
    given = (
        "--item",
        "1:D2",
        "--findings",
        "本机关制作并保存",
        "--detail",
        "enclosed=预算1份，共6页",
        "--detail",
        "medium=纸质",
    )
    for words in (("review",), ("draft", *given)):
        assert cli("case", words[0], case, "--on", "2026-03-04", *words[1:]).status == 0
    told = cli("letters", "lint", case, "--on", "2026-03-05")
    assert (told.status, "L18" in told.out, "letters-lint.md" in told.err) == (1, True, True)
    found = cli("letters", "lint", case, "D2", "--on", "2026-03-05", "--json", language="zh_CN").json
    assert {(one["rule"], one["severity"]) for one in found} == {("L18", "E")}
    assert "没有相应的文件" in found[0]["text"]
    assert cli("letters", "lint", case, "receipt", "--on", "2026-03-02").out == "Nothing was found.\n"
    assert (cli("letters", "lint", case, "love_letter").status, cli("letters", "lint", "2026-9999").status) == (1, 1)
