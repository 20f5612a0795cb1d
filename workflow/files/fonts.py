"""The faces that letters are set in: those of the agency's own folder, then those that come with the program."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from fontTools.ttLib import TTFont

from workflow.rules.errors import BadInput

_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC = 1, 4, 6, 16
_FILES = {
    "simfang.ttf": "仿宋",
    "stfangso.ttf": "STFangsong",
    "fzxbsjw.ttf": "方正小标宋简体",
    "fzxbsk.ttf": "方正小标宋_GBK",
    "simhei.ttf": "黑体",
    "simkai.ttf": "楷体",
    "simsun.ttc": "宋体",
    "simsunb.ttf": "SimSun-ExtB",
}
"""What the usual files of the usual faces hold, where their own names say it in no form that is known."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face: what the typesetter calls it, what else it goes by, and its characters."""

    family: str
    names: frozenset[str]
    characters: frozenset[int] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """All faces there are, those of the agency first; one object for as long as the program runs."""

    folders: tuple[str, ...]
    faces: tuple[Face, ...]


def installed_fonts(folder: Path | None = None) -> Fonts:
    """Return the faces of the folder and those that come with the program; read once.

    Raises:
        BadInput: There is no such folder, or it holds no face.
    """
    return _installed(folder)


@cache
def _installed(folder: Path | None) -> Fonts:
    shipped = pylopdf_fonts_zh_cn.serif_path().parent
    if folder is None:
        return Fonts((str(shipped),), tuple(_faces(shipped)))
    if not folder.is_dir():
        raise BadInput(
            "The setting {name} names no folder: {folder}. Make the folder and put fonts into it, or leave the setting "
            "empty.",
            name="DISCLOSURE_FONTS",
            folder=str(folder),
        )
    own = tuple(_faces(folder))
    if not own:
        raise BadInput(
            "The folder {folder}, which {name} names, holds no font that can be read. Put fonts (.ttf, .otf or .ttc) "
            "into it, or leave the setting empty.",
            name="DISCLOSURE_FONTS",
            folder=str(folder),
        )
    return Fonts((str(folder), str(shipped)), (*own, *_faces(shipped)))


def _faces(folder: Path) -> Iterator[Face]:
    """Yield the faces of a folder in the order of their files, as the typesetter finds them."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]).fonts()
    for info in sorted(found, key=lambda info: (info.path or "", info.index)):
        if info.path is not None:
            yield _face(Path(info.path), info.index, info.family)


def _face(file: Path, index: int, family: str) -> Face:
    with TTFont(file, fontNumber=index, lazy=True) as font:
        wanted = {_FAMILY, _FULL, _POSTSCRIPT, _TYPOGRAPHIC}
        names = {record.toUnicode() for record in font["name"].names if record.nameID in wanted}
        usual = _FILES.get(file.name.lower())
        return Face(family, frozenset(names | ({usual} if usual else set())), frozenset(font.getBestCmap() or ()))
