"""The gallery names every document, and its pictures are there and small."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from letters.catalogue import LISTED
from letters.samples import SAMPLES
from tools import draw_letters
from tools.draw_letters import DOCS, FOLDER, LOOKS, MOST_BYTES, PAGE, PICTURED, basis_of, outdated, page, pictures


def test_the_gallery_is_what_the_list_and_the_samples_give() -> None:
    assert outdated() == []


def test_every_line_of_the_list_is_told_once() -> None:
    told = [line for line in page().splitlines() if line.startswith("| ") and "| No. |" not in line]
    assert len(told) == len(LISTED)
    for line, listed in zip(told, LISTED, strict=True):
        assert listed.id in line.split("|")[1]
        assert f"{listed.name} `{listed.kind}`" in line


def test_an_article_is_told_where_the_sample_cites_one() -> None:
    lines = {line.split("|")[1].strip(): line for line in page().splitlines() if line.startswith("| ")}
    assert lines["B6"].endswith("| 《条例》第三十五条 |")
    assert lines["A4"].endswith("| - |")
    assert lines["D13"].endswith("| 《条例》第三十六条第五项、第十条 |")


def test_pictures_are_small_and_all_there() -> None:
    files = [DOCS / FOLDER / picture.name for picture in pictures()]
    assert len(files) == len(PICTURED) + len(LOOKS)
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
    for file in files:
        with Image.open(file) as drawn:
            assert drawn.format == "PNG"
            assert drawn.height > drawn_width(file) * 1.3


def drawn_width(file: Path) -> float:
    """The width of one page of a picture."""
    with Image.open(file) as drawn:
        return drawn.width / (2 if file.name.startswith("look-") else 1)


def test_a_picture_is_the_same_each_time_and_keeps_its_red() -> None:
    (letter,) = (picture for picture in pictures() if picture.name == "look-letter.png")
    drawn = letter.png()
    assert drawn == letter.png()
    with Image.open(BytesIO(drawn)) as opened:
        palette = opened.getpalette() or []
    colours = list(zip(*[iter(palette)] * 3, strict=True))
    assert any(red > 200 and max(green, blue) < 80 for red, green, blue in colours)
    assert any(max(colour) < 40 for colour in colours)


def test_what_is_out_of_date_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(draw_letters, "DOCS", tmp_path)
    monkeypatch.setattr(draw_letters, "PICTURED", ("A5",))
    monkeypatch.setattr(draw_letters, "LOOKS", {})
    assert outdated() == [PAGE, "letters/a5.png"]
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "old.png").write_bytes(b"x")
    assert draw_letters.draw() > 0
    assert outdated() == []
    (tmp_path / FOLDER / "more.png").write_bytes(b"x")
    (tmp_path / FOLDER / "a5.png").write_bytes(b"")
    (tmp_path / PAGE).write_text("another page", "utf-8")
    assert outdated() == [PAGE, "letters/a5.png", "letters/more.png"]
    monkeypatch.setattr("sys.argv", ["draw_letters", "--check"])
    with pytest.raises(SystemExit, match=r"docs/letters.md, docs/letters/a5.png.*Run: make drawings"):
        draw_letters.main()


def test_pictures_that_are_too_many_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(draw_letters, "DOCS", tmp_path)
    monkeypatch.setattr(draw_letters, "PICTURED", ("A5",))
    monkeypatch.setattr(draw_letters, "LOOKS", {})
    monkeypatch.setattr(draw_letters, "MOST_BYTES", 100)
    monkeypatch.setattr("sys.argv", ["draw_letters"])
    with pytest.raises(SystemExit, match="more than 100"):
        draw_letters.main()


def test_a_document_without_articles_has_no_basis() -> None:
    assert basis_of(SAMPLES["file_cover"]) == ""
