"""The file of a case as one PDF and one archive, from the record."""

import csv
import io
import re
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from binding import attach, encrypted, noise, outline, pdf, picture, texts
from factories import HISTORIES, Office, Taken, answer, found_office
from letter_looks import FONTS
from printed import pages
from signing import sign
from writing import furnished, issue

from letters.kept import from_bytes
from letters.render import pdf_of
from workflow.actions.bind_file import TEXT, Bound, bind_file
from workflow.actions.bundle import listed
from workflow.actions.writing.contents import contents
from workflow.files.bindable import USUAL, Limits
from workflow.files.packing import HEADER
from workflow.rules.errors import BadInput, NotFound, NotYours, Stale, Unavailable
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.store.cases import case_as_of, entries
from workflow.store.dossier import dossier
from workflow.store.kept_files import kept_files

COLUMN = 16
"""Points within which the digits of a page number lie from where its column begins."""
LONG = "附" * 196 + ".pdf"
UNSAFE = '检索／记录:*?"<>|\\/.pdf'


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def lite(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def replied(office: Office) -> Case:
    """Return a case with a receipt, attachments, an extension and a reply that was sent."""
    case = issue(office, office.register(), "receipt", "2026-03-02")
    case = attach(office, case, "申请信封.jpg", "image/jpeg", picture("JPEG"), "2026-03-02")
    case = office.take(case, "review", "2026-03-03")
    case = issue(office, office.take(case, "extend", "2026-03-04"), "extension_notice", "2026-03-04")
    case = office.take(case, "dispatch", "2026-03-04", no=2)
    case = attach(office, case, "检索截图.pdf", "application/pdf", pdf("one", "two"), "2026-03-09")
    for step, on in (("draft", "2026-03-09"), ("submit", "2026-03-10"), ("clear", "2026-03-11")):
        case = office.take(case, step, on)
    case = office.take(case, "decide", "2026-03-12")
    return office.take(sign(office, case), "reply", "2026-03-16")


def bound(office: Office, case: Case, folder: Path, *, by: str = "caseworker", limits: Limits = USUAL) -> Bound:
    call = office.call(by, "2026-06-01", case.version)
    return bind_file(office.store, case.id, call, fonts=FONTS, folder=folder, limits=limits)


def table(made: Bound) -> list[dict[str, str]]:
    with ZipFile(made.archive) as archive:
        return list(csv.DictReader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))


def page_of(made: Bound, begins: str) -> str:
    """Return the text of the first page of the paper whose bookmark begins so."""
    number = next(page for title, page in outline(made.pdf) if title.startswith(begins))
    return texts(made.pdf)[number - 1]


def numbers_in_list(made: Bound) -> list[int]:
    """Return the page numbers that stand in the printed list, read off their column."""
    first, following = [page for _, page in outline(made.pdf)][1:3]
    found = []
    for page in pages(made.pdf.read_bytes())[first - 1 : following - 1]:
        column = next(sign.left for line in page.lines for sign in line.signs if sign.text == "页")
        for line in page.lines:
            if not line.text.startswith(("卷内", "—")):
                digits = [sign.text for sign in line.signs if abs(sign.left - column) < COLUMN and sign.text.isdigit()]
                found += [int("".join(digits))] if digits else []
    return found


class TestOrder:
    def test_papers_lie_as_the_list_has_them(self, desk: Office, tmp_path: Path) -> None:
        made = bound(desk, replied(desk), tmp_path)
        assert [title for title, _ in outline(made.pdf)] == [
            "卷宗封面",
            "卷内文件目录",
            "1 政府信息公开申请答复书 甲环公开复〔2026〕1号",
            "2 答复审批记录",
            "3 政府信息公开申请",
            "4 申请信封.jpg",
            "5 政府信息公开申请登记回执 甲环公开告〔2026〕1号",
            "6 政府信息公开申请延期答复告知书 甲环公开告〔2026〕2号",
            "7 延长答复期限审批记录",
            "8 检索截图.pdf",
            "9 保密审查记录（第1、2项）",
            "10 政府信息公开申请延期答复告知书（甲环公开告〔2026〕2号）发出凭证 EMS 2",
            "11 政府信息公开申请答复书（甲环公开复〔2026〕1号）发出凭证 EMS 1",
            "12 备考表",
        ]
        assert made.problems == []

    def test_forms_are_filled_from_the_record(self, lite: Office, tmp_path: Path) -> None:
        made = bound(lite, replied(lite), tmp_path)
        assert "登记表" in page_of(made, "3 ")
        assert "审批表" in page_of(made, "2 ")
        assert "审批表" in page_of(made, "7 ")
        assert "保密审查表" in page_of(made, "9 ")
        assert "送达回证" in page_of(made, "11 ")

    @pytest.mark.parametrize("history", HISTORIES.values(), ids=HISTORIES)
    def test_every_history_can_be_bound(self, lite: Office, tmp_path: Path, history: tuple[Taken, ...]) -> None:
        case = lite.case(history)
        made = bound(lite, case, tmp_path)
        marks = outline(made.pdf)
        with lite.store.step() as unit:
            papers = dossier(unit, case, date(2026, 6, 1))
            assert {paper.title for paper in contents(papers)} <= {paper.title for paper in listed(papers)}
            count = len(listed(papers))
        assert len(marks) == count + 3
        assert marks[-1] == (f"{count + 1} 备考表", made.pages)

    def test_a_case_without_letters(self, lite: Office, tmp_path: Path) -> None:
        made = bound(lite, lite.register(), tmp_path)
        assert outline(made.pdf) == [
            ("卷宗封面", 1),
            ("卷内文件目录", 2),
            ("1 政府信息公开申请", 3),
            ("2 备考表", made.pages),
        ]
        with ZipFile(made.archive) as archive:
            assert not any(name.endswith((".html", ".docx")) for name in archive.namelist())

    def test_a_search_told_in_the_draft_brings_its_record(self, lite: Office, tmp_path: Path) -> None:
        history = (("review", "2026-03-03"), ("draft", "2026-03-09", {"items": [answer(1, Outcome.U1)]}))
        made = bound(lite, lite.case(history), tmp_path)
        assert "检索情况记录表" in page_of(made, "2 ")
        assert "没有检索情况记录" not in page_of(made, "3 ")

    def test_a_request_of_a_ledger_is_bound_with_its_words(self, lite: Office, tmp_path: Path) -> None:
        made = bound(lite, lite.bring_in(), tmp_path)
        assert made.pdf.name == "旧2026-7.pdf"
        assert "2025年预算" in page_of(made, "1 ")


class TestPages:
    def test_the_list_says_the_pages_of_the_bookmarks(self, desk: Office, tmp_path: Path) -> None:
        made = bound(desk, replied(desk), tmp_path)
        starts = [page for _, page in outline(made.pdf)][2:]
        assert numbers_in_list(made) == starts
        assert [int(row["页号"]) for row in _once(table(made))][2:] == starts

    def test_a_long_list_counts_its_own_pages(self, lite: Office, tmp_path: Path) -> None:
        case = lite.register()
        for number in range(40):
            case = attach(lite, case, f"材料{number}.pdf", "application/pdf", pdf(f"paper {number}"))
        made = bound(lite, case, tmp_path)
        marks = dict(outline(made.pdf))
        assert marks["1 政府信息公开申请"] > 6
        assert numbers_in_list(made) == list(marks.values())[2:]
        shown = texts(made.pdf)
        for number in range(40):
            assert f"paper {number}" in shown[marks[f"{number + 2} 材料{number}.pdf"] - 1]

    def test_every_page_bears_its_number(self, lite: Office, tmp_path: Path) -> None:
        made = bound(lite, replied(lite), tmp_path)
        assert [re.findall(r"卷内 (\d+)", text) for text in texts(made.pdf)] == [
            [str(number)] for number in range(1, made.pages + 1)
        ]

    def test_properties_name_case_and_agency(self, lite: Office, tmp_path: Path) -> None:
        case = replied(lite)
        with pikepdf.open(bound(lite, case, tmp_path).pdf) as made:
            assert str(made.docinfo["/Title"]) == f"某县第0001局政府信息公开申请卷宗 {case.case_no}"
            assert str(made.docinfo["/Author"]) == "某县第0001局"
            assert str(made.docinfo["/CreationDate"]) == "D:20260316000000Z"

    def test_the_cover_says_how_many_pages_there_are(self, lite: Office, tmp_path: Path) -> None:
        made = bound(lite, replied(lite), tmp_path)
        assert re.search(rf"页数\s*{made.pages}\b", texts(made.pdf)[0])


def _once(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return the first line of each paper."""
    return [
        row for row, before in zip(rows, [None, *rows], strict=False) if before is None or _paper(row) != _paper(before)
    ]


def _paper(row: dict[str, str]) -> tuple[str, str]:
    return row["序号"], row["题名"]


class TestLetters:
    def test_a_pdf_that_was_kept_is_taken(self, lite: Office, tmp_path: Path) -> None:
        case = issue(lite, lite.register(), "receipt", "2026-03-02")
        kept = pdf("kept before")
        case = lite.take(case, "set_out_letter", "2026-03-02", no=1, pdf=lite.store.files.put(kept, ".pdf"))
        made = bound(lite, case, tmp_path)
        assert "kept before" in page_of(made, "2 ")
        with ZipFile(made.archive) as archive:
            assert archive.read("002 政府信息公开申请登记回执 甲环公开告〔2026〕1号.pdf") == kept

    def test_one_that_was_not_made_yet_is_made_of_what_was_kept(self, lite: Office, tmp_path: Path) -> None:
        case = issue(lite, lite.register(), "receipt", "2026-03-02")
        made = bound(lite, case, tmp_path)
        with lite.store.reading() as connection:
            kept = kept_files(connection, case.id).letters[1]
        files = lite.store.files
        stem = "002 政府信息公开申请登记回执 甲环公开告〔2026〕1号"
        with ZipFile(made.archive) as archive:
            assert archive.read(f"{stem}.pdf") == pdf_of(from_bytes(files.get(kept.source, ".json")), FONTS)
            assert archive.read(f"{stem}.html") == files.get(kept.html, ".html")
            assert archive.read(f"{stem}.docx") == files.get(kept.docx, ".docx")

    def test_one_of_an_earlier_version_has_a_page_that_says_so(self, lite: Office, tmp_path: Path) -> None:
        lite.store.files.put(b"<p>old</p>", ".html")
        made = bound(lite, lite.case(HISTORIES["written about"]), tmp_path)
        assert "较早版本" in page_of(made, "2 ").replace("\r\n", "")
        assert any("could not be bound" in str(problem) for problem in made.problems)

    def test_one_whose_words_are_gone_keeps_its_other_files(self, lite: Office, tmp_path: Path) -> None:
        case = issue(lite, lite.register(), "receipt", "2026-03-02")
        with lite.store.reading() as connection:
            kept = kept_files(connection, case.id).letters[1]
        lite.store.files.path(kept.source, ".json").unlink()
        made = bound(lite, case, tmp_path)
        (problem,) = made.problems
        assert str(problem).startswith("Paper 2, 政府信息公开申请登记回执, could not be bound: The file ")
        assert f"{kept.source[:12]} is missing or was changed." in str(problem)
        with ZipFile(made.archive) as archive:
            assert {name[-5:] for name in archive.namelist() if name.startswith("002")} == {".html", ".docx"}


class TestAttachments:
    @pytest.mark.parametrize(
        ("content", "media", "said", "told"),
        [
            (encrypted(user="x"), "application/pdf", "已加密", "It is encrypted."),
            (encrypted(user=""), "application/pdf", "已加密", "It is encrypted."),
            (pdf("whole")[:400], "application/pdf", "已损坏", "It is damaged"),
            (b"", "application/pdf", "已损坏", "It is damaged"),
            (picture("PNG"), "image/jpeg", "已损坏", "It is damaged"),
            (picture("JPEG", (300, 300))[:-400], "image/jpeg", "已损坏", "It is damaged"),
        ],
    )
    def test_what_cannot_be_bound_has_a_page_that_says_why(
        self, lite: Office, tmp_path: Path, content: bytes, media: str, said: str, told: str
    ) -> None:
        case = attach(lite, lite.register(), "申请材料.pdf", media, content)
        case = attach(lite, case, "后一件.pdf", "application/pdf", pdf("the next"))
        made = bound(lite, case, tmp_path)
        page = page_of(made, "2 ")
        assert said in page
        assert sha256(content).hexdigest()[:30] in page
        assert [told in str(problem) for problem in made.problems] == [True]
        assert "the next" in page_of(made, "3 ")
        with ZipFile(made.archive) as archive:
            assert archive.read("002 申请材料.pdf") == content

    @pytest.mark.parametrize("limits", [Limits(most_bytes=2000), Limits(most_pages=2)])
    def test_a_huge_one_goes_into_the_archive_alone(self, lite: Office, tmp_path: Path, limits: Limits) -> None:
        content = pdf(*("page " * 20 for _ in range(10)))
        case = attach(lite, lite.register(), "大.pdf", "application/pdf", content)
        made = bound(lite, case, tmp_path, limits=limits)
        assert "过大" in page_of(made, "2 ")
        with ZipFile(made.archive) as archive:
            assert archive.read("002 大.pdf") == content

    def test_other_media_are_described(self, lite: Office, tmp_path: Path) -> None:
        content = noise(100_000)
        made = bound(lite, attach(lite, lite.register(), "数据.xlsx", "application/zip", content), tmp_path)
        page = page_of(made, "2 ")
        for words in ("数据.xlsx", "application/zip", "100000字节", sha256(content).hexdigest()[:30]):
            assert words in page
        assert made.problems == []

    def test_a_file_that_is_gone_does_not_stop_the_others(self, lite: Office, tmp_path: Path) -> None:
        case = lite.take(lite.register(), "attach", "2026-03-05", name="丢失.pdf")
        made = bound(lite, case, tmp_path)
        assert "缺失" in page_of(made, "2 ")
        assert "is missing or was changed" in str(made.problems[0])
        assert [row["文件名"] for row in table(made) if row["序号"] == "2"] == [""]

    def test_names_with_signs_that_no_file_may_have(self, lite: Office, tmp_path: Path) -> None:
        case = lite.register()
        names = (UNSAFE, LONG, "𠮷😀.pdf", "=1+1.pdf")
        for name in names:
            case = attach(lite, case, name, "application/pdf", pdf("x"))
        made = bound(lite, case, tmp_path)
        assert made.problems == []
        with ZipFile(made.archive) as archive:
            packed = [name for name in archive.namelist() if name.endswith(".pdf") and not name.startswith("000")]
        assert not any(re.search(r'[:*?"<>|\\/]', name) for name in packed)
        assert max(len(name.encode()) for name in packed) <= 180
        assert len({name.lower() for name in packed}) == len(packed)
        marks = [title.partition(" ")[2] for title, _ in outline(made.pdf)]
        assert {UNSAFE, LONG, "〔U+20BB7〕〔U+1F600〕.pdf"} <= set(marks)


class TestArchive:
    def test_digests_and_list_say_what_is_there(self, desk: Office, tmp_path: Path) -> None:
        made = bound(desk, replied(desk), tmp_path)
        with ZipFile(made.archive) as archive:
            names = archive.namelist()
            sums = dict(line.split("  ", 1)[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
            assert sums == {name: sha256(archive.read(name)).hexdigest() for name in names if name != "SHA256SUMS"}
            assert archive.read("目录.csv").startswith(b"\xef\xbb\xbf")
            sizes = {name: len(archive.read(name)) for name in names}
            assert {entry.date_time for entry in archive.infolist()} == {(2026, 3, 16, 0, 0, 0)}
        rows = table(made)
        assert list(rows[0]) == list(HEADER)
        named = [row for row in rows if row["文件名"]]
        assert [row["文件名"] for row in named] == names[:-2]
        assert all(int(row["大小（字节）"]) == sizes[row["文件名"]] for row in named)
        assert all(row["SHA-256"] == sums[row["文件名"]] for row in named)


class TestRecord:
    def test_the_same_record_gives_the_same_bytes(self, desk: Office, tmp_path: Path) -> None:
        case = replied(desk)
        one = bound(desk, case, tmp_path / "a")
        again = bound(desk, desk.take(_now(desk, case), "note", "2026-06-02"), tmp_path / "b")
        assert one.pdf.read_bytes() == again.pdf.read_bytes()
        assert one.archive.read_bytes() == again.archive.read_bytes()

    def test_that_it_was_made_is_on_record(self, desk: Office, tmp_path: Path) -> None:
        case = replied(desk)
        bound(desk, case, tmp_path)
        with desk.store.reading() as connection:
            last = list(entries(connection, case.id))[-1]
        assert (last.body.kind, last.by, last.on) == ("noted", desk.people["caseworker"], date(2026, 6, 1))
        assert TEXT in str(last.body)

    def test_a_call_that_is_repeated_is_recorded_once(self, lite: Office, tmp_path: Path) -> None:
        case = lite.register()
        call = lite.call("caseworker", "2026-06-01", case.version)
        made = [bind_file(lite.store, case.id, call, fonts=FONTS, folder=tmp_path) for _ in range(2)]
        assert made[0] == made[1]
        with lite.store.reading() as connection:
            assert len(list(entries(connection, case.id))) == case.version + 1

    def test_another_agency_finds_no_such_case(self, desk: Office, tmp_path: Path) -> None:
        case = desk.register()
        other = found_office(desk.store, desk.seal, "0002")
        for office, by in ((other, "caseworker"), (desk, "stranger")):
            with pytest.raises(NotFound, match="no such case"):
                bound(Office(desk.store, desk.seal, office.agency_id, office.people), case, tmp_path / "out", by=by)
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("by", ["admin", "secrecy_reviewer"])
    def test_who_may_not_see_identifiers_may_not_make_it(self, lite: Office, tmp_path: Path, by: str) -> None:
        with pytest.raises(NotYours, match="Making the file of a case is for the role"):
            bound(lite, lite.register(), tmp_path / "out", by=by)
        assert not (tmp_path / "out").exists()

    def test_a_case_that_moved_on_is_read_again_first(self, lite: Office, tmp_path: Path) -> None:
        case = lite.register()
        lite.take(case, "note", "2026-03-03")
        with pytest.raises(Stale):
            bound(lite, case, tmp_path / "out")
        assert not (tmp_path / "out").exists()


class TestFolder:
    def test_a_file_is_no_folder(self, lite: Office, tmp_path: Path) -> None:
        (tmp_path / "out").write_bytes(b"")
        with pytest.raises(BadInput, match="is no folder"):
            bound(lite, lite.register(), tmp_path / "out")

    def test_a_full_disk_leaves_nothing_and_records_nothing(
        self, lite: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        case = lite.register()
        monkeypatch.setattr("workflow.actions.bind_file.pack", full)
        with pytest.raises(Unavailable, match="No space left on device"):
            bound(lite, case, tmp_path / "out")
        assert list((tmp_path / "out").iterdir()) == []
        with lite.store.reading() as connection:
            assert len(list(entries(connection, case.id))) == case.version

    def test_nothing_but_the_two_files_is_left(self, lite: Office, tmp_path: Path) -> None:
        case = lite.register()
        bound(lite, case, tmp_path / "deep" / "out")
        assert sorted(path.name for path in (tmp_path / "deep" / "out").iterdir()) == [
            f"{case.case_no}.pdf",
            f"{case.case_no}.zip",
        ]


def _now(office: Office, case: Case) -> Case:
    """Return the case as it stands."""
    with office.store.reading() as connection:
        return case_as_of(office.store, connection, case.id, case.version + 1)
