"""`disclosure case bundle`: two files, what could not be bound on standard error, and the note on record."""

import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from binding import encrypted, outline, pdf


def attached(cli: Any, case: str, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    answer = cli("case", "attach", case, "--file", file)
    assert answer.status == 0, answer.err


def test_a_case_becomes_one_pdf_and_one_archive(cli: Any, case: str, tmp_path: Path) -> None:
    attached(cli, case, tmp_path / "申请.pdf", pdf("the request"))
    assert cli("case", "issue-letter", case, "--letter", "receipt", "--on", "2026-03-02").status == 0
    answer = cli("case", "bundle", case, "--out", tmp_path / "out")
    assert (answer.status, answer.err) == (0, "")
    book, archive = tmp_path / "out" / f"{case}.pdf", tmp_path / "out" / f"{case}.zip"
    marks = outline(book)
    assert answer.out.splitlines()[0] == f"{marks[-1][1]} pages: {book}"
    with ZipFile(archive) as packed:
        assert packed.testzip() is None
        assert answer.out.splitlines()[1] == f"{len(packed.namelist())} files: {archive}"
    assert [title for title, _ in marks][:4] == ["卷宗封面", "卷内文件目录", "1 政府信息公开申请", "2 申请.pdf"]
    assert "制作卷宗电子文件" in cli("case", "show", case, language="zh_CN").out
    assert cli("verify").status == 0


def test_what_cannot_be_bound_is_said_and_stops_nothing(cli: Any, case: str, tmp_path: Path) -> None:
    attached(cli, case, tmp_path / "申请.pdf", encrypted(user="x"))
    answer = cli("case", "bundle", case, "--out", tmp_path / "out")
    assert answer.status == 0
    assert answer.err == "Paper 2, 申请.pdf, could not be bound: It is encrypted. A page in its place says so.\n"
    chinese = cli("case", "bundle", case, "--out", tmp_path / "out", language="zh_CN")
    assert chinese.err == "第2件《申请.pdf》未能装订：该文件已加密。卷内已放入说明页。\n"
    told = cli("case", "bundle", case, "--out", tmp_path / "out", "--json").json
    assert told["problems"] == [answer.err.strip()]
    assert Path(told["pdf"]).is_file()


def test_the_same_record_gives_the_same_files(cli: Any, case: str, tmp_path: Path) -> None:
    attached(cli, case, tmp_path / "申请.pdf", pdf("the request"))
    for name in ("a", "b"):
        assert cli("case", "bundle", case, "--out", tmp_path / name).status == 0
    for suffix in (".pdf", ".zip"):
        one, other = (tmp_path / name / f"{case}{suffix}" for name in ("a", "b"))
        assert one.read_bytes() == other.read_bytes()


def test_a_case_of_another_agency_is_not_found(cli: Any, case: str, tmp_path: Path) -> None:
    assert cli("agency", "add", "0002", "另一机关").status == 0
    assert cli("user", "grant", "desk", "--role", "caseworker", "--agency", "0002").status == 0
    answer = cli("case", "bundle", case, "--out", tmp_path / "out", "--agency", "0002")
    assert answer.status == 1
    assert f"There is no case {case} in this agency" in answer.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_refused(cli: Any, case: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    answer = cli("case", "bundle", case, "--out", tmp_path / "out")
    assert answer.status == 2
    assert "is no folder" in answer.err


def test_a_lost_file_is_named(cli: Any, case: str, home: Path, tmp_path: Path) -> None:
    attached(cli, case, tmp_path / "申请.pdf", pdf("the request"))
    shutil.rmtree(home / "files")
    answer = cli("case", "bundle", case, "--out", tmp_path / "out")
    assert answer.status == 0
    assert "is missing or was changed. Bring it back from the backup." in answer.err
