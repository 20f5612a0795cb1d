"""The agency's own faces: found by their names, preferred, and asked for the characters that no other face has."""

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from printed import pages

from letters import layout, render
from letters.faces import families, stands_in
from letters.samples import EXTENSION_NOTICE, SAMPLES
from workflow.files.fonts import installed_fonts
from workflow.installation import Installation
from workflow.rules.errors import BadInput, NotReady
from workflow.settings import Settings

RARE = replace(EXTENSION_NOTICE, addressees=("王𠮷", "李𣲵"))


def write_font(file: Path, family: str, characters: str) -> None:
    """Write a face in which each of the characters is a square."""
    pen = T2CharStringPen(1000, None)
    pen.moveTo((100, 0))
    for corner in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.getCharString()
    names = [".notdef", *(f"u{ord(character):X}" for character in characters)]
    made = FontBuilder(1000, isTTF=False)
    made.setupGlyphOrder(names)
    made.setupCharacterMap({ord(character): f"u{ord(character):X}" for character in characters})
    made.setupCFF(file.stem, {"FullName": file.stem}, dict.fromkeys(names, square), {})
    made.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    made.setupHorizontalHeader(ascent=880, descent=-120)
    made.setupNameTable({"familyName": family, "styleName": "Regular", "psName": file.stem})
    made.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWeightClass=400)
    made.setupPost()
    made.save(file)


def embedded(file: bytes) -> set[str]:
    """Return the names of the fonts in a PDF file, without their prefix."""
    with pikepdf.open(io.BytesIO(file)) as opened:
        found = [font for page in opened.pages for font in page.Resources.Font.values()]
        return {str(font.BaseFont).partition("+")[2].partition("-Identity")[0] for font in found}


def text(file: bytes) -> str:
    return "".join(page.text for page in pages(file))


def test_the_faces_of_the_program_have_every_character_of_every_sample_and_little_of_extension_b() -> None:
    (folder,) = installed_fonts().folders
    assert Path(folder).is_dir()
    have = frozenset().union(*(face.characters for face in installed_fonts().faces))
    assert {face.family for face in installed_fonts().faces} == {"Noto Serif SC", "Noto Sans SC"}
    assert set(range(0x4E00, 0xA000)) <= have
    written = "".join(block.text for letter in SAMPLES.values() for block in render.blocks(letter))
    assert set(map(ord, written)) - set(map(ord, "\n\t")) <= have
    assert len(set(range(0x20000, 0x2A6E0)) & have) < 100


def test_fonts_are_read_once() -> None:
    assert installed_fonts() is installed_fonts()


def test_a_face_with_the_character_helps(tmp_path: Path) -> None:
    with pytest.raises(NotReady, match=r"𠮷 \(U\+20BB7\)"):
        render.pdf(RARE, installed_fonts())
    write_font(tmp_path / "extension.otf", "Rare Names", "𠮷𣲵")
    made = render.pdf(RARE, installed_fonts(tmp_path))
    assert "王𠮷、李𣲵：" in text(made)
    assert any("extension" in name for name in embedded(made))


def test_the_agencys_face_is_taken_before_the_programs(tmp_path: Path) -> None:
    write_font(tmp_path / "simfang.otf", "仿宋", "本机关于年月日收到")
    write_font(tmp_path / "bold.otf", "方正小标宋简体", "政府信息公开申请延期答复告知书甲县生态环境局")
    fonts = installed_fonts(tmp_path)
    assert families(fonts, layout.FANGSONG)[0] == "仿宋"
    assert families(fonts, layout.TITLE_SONG)[0] == "方正小标宋简体"
    assert families(fonts, layout.SONG)[0] == "Noto Serif SC"
    assert families(fonts, layout.HEI)[0] == "Noto Sans SC"
    assert not stands_in(fonts, layout.TITLE_SONG)
    assert stands_in(installed_fonts(), layout.TITLE_SONG)
    assert {"simfang", "bold"} <= {
        name.removesuffix("-Regular") for name in embedded(render.pdf(EXTENSION_NOTICE, fonts))
    }


def test_a_face_is_known_by_the_name_of_its_file(tmp_path: Path) -> None:
    write_font(tmp_path / "SIMFANG.TTF", "Unheard Of", "本")
    assert families(installed_fonts(tmp_path), layout.FANGSONG)[0] == "Unheard Of"


def test_two_folders_in_one_process_do_not_mix(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    write_font(tmp_path / "a" / "one.otf", "One", "𠮷𣲵")
    write_font(tmp_path / "b" / "two.otf", "Two", "𠮷")
    assert "李𣲵" in text(render.pdf(RARE, installed_fonts(tmp_path / "a")))
    with pytest.raises(NotReady, match=r"U\+23CB5"):
        render.pdf(RARE, installed_fonts(tmp_path / "b"))


def test_a_folder_that_is_none_and_a_folder_without_fonts(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="DISCLOSURE_FONTS names no folder"):
        installed_fonts(tmp_path / "none")
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    with pytest.raises(BadInput, match="holds no font that can be read"):
        installed_fonts(tmp_path)


def test_an_installation_has_the_fonts_its_setting_names(tmp_path: Path) -> None:
    assert Installation(Settings()).fonts is installed_fonts()
    with pytest.raises(BadInput, match="names no folder"):
        _ = Installation(Settings(fonts=tmp_path / "none")).fonts
