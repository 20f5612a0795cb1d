import io
from pathlib import Path
from typing import Any

from docx import Document


def letterhead(folder: Path, *lines: str) -> str:
    made = Document()
    for line in lines:
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    path = folder / "函.docx"
    path.write_bytes(file.getvalue())
    return str(path)


def test_a_word_file_is_set_and_taken_away(cli: Any, tmp_path: Path) -> None:
    file = letterhead(tmp_path, "{{ title }}", "{{ body }}")
    assert cli("agency", "word", file).out == "Letters of the agency 0000 are put in the Word file 函.docx.\n"
    assert cli("agency", "word", "--remove").out == "Letters of the agency 0000 are laid out by this program.\n"
    assert cli("verify").status == 0


def test_what_is_wrong_with_a_file_is_told_in_one_sentence(cli: Any, tmp_path: Path) -> None:
    told = cli("agency", "word", letterhead(tmp_path, "{{ title }}"))
    assert told.status == 2
    assert "The file has no place {{ body }}, where the words of the letter go." in told.err
    chinese = cli("agency", "word", letterhead(tmp_path, "{% if a %}", "{{ body }}"), language="zh_CN")
    assert "文件中的{% if a %}不是可填位置。" in chinese.err
    large = tmp_path / "large.docx"
    large.write_bytes(bytes(4 * 1024 * 1024))
    assert "The file is too large: 2 MiB are taken" in cli("agency", "word", str(large)).err


def test_a_file_or_its_removal_is_asked_for(cli: Any, tmp_path: Path) -> None:
    assert "Give either a Word file or --remove." in cli("agency", "word").err
    file = letterhead(tmp_path, "{{ body }}")
    assert "Give either a Word file or --remove." in cli("agency", "word", file, "--remove").err
    assert "There is no file" in cli("agency", "word", str(tmp_path / "none.docx")).err
