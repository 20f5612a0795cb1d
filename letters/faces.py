"""Faces that are installed, as a letter sees them: what they are called and which characters they have.

Whoever may read files makes them; this part of the program reads none.
"""

from collections.abc import Sequence
from typing import Protocol

from letters.layout import Font


class Face(Protocol):
    """One face.

    Args:
        family: What the typesetter calls it.
        names: What else it goes by: its names in every language, and that of its file.
        characters: The code points it has a picture for.
    """

    @property
    def family(self) -> str: ...
    @property
    def names(self) -> frozenset[str]: ...
    @property
    def characters(self) -> frozenset[int]: ...


class Fonts(Protocol):
    """All faces there are, those of the agency first, and the folders that hold them; kept by what it is told once."""

    def __hash__(self) -> int: ...
    @property
    def folders(self) -> tuple[str, ...]: ...
    @property
    def faces(self) -> Sequence[Face]: ...


def families(fonts: Fonts, font: Font) -> list[str]:
    """Return the families to set `font` in: itself where it is installed, what stands in for it, then all others.

    The others are there for the one character that only they have.
    """
    wanted = (font.name, *font.fallbacks)
    found = [face.family for name in wanted for face in fonts.faces if name in face.names or name == face.family]
    return list(dict.fromkeys((*found, *(face.family for face in fonts.faces))))


def stands_in(fonts: Fonts, font: Font) -> bool:
    """Tell whether another design has to stand in for `font`: no face goes by its name or by one of its design."""
    same = {font.name, *(name for name in font.fallbacks if name[:4] == font.name[:4] or "XiaoBiaoSong" in name)}
    return not any(face.names & same or face.family in same for face in fonts.faces)
