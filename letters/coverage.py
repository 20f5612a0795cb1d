"""Whether every character of a letter can be printed: the typesetter would set an empty box and say nothing."""

import re
from functools import cache
from unicodedata import normalize

from letters.blocks import Block
from letters.faces import Fonts
from workflow.rules.errors import NotReady

_SHOWN = 20
# They have no picture and need none: joiners, marks of direction, selectors of a variant, and what ends a line.
_NEED_NO_PICTURE = re.compile(
    "[\t\n\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)


def check(blocks: tuple[Block, ...], fonts: Fonts) -> None:
    """Refuse a letter with a character that no face has.

    Raises:
        NotReady: There is one; the message says which, where, and what to do.
    """
    have = _characters(fonts)
    for number, block in enumerate(blocks, 1):
        for character in normalize("NFC", _NEED_NO_PICTURE.sub("", block.text)):
            if ord(character) not in have:
                raise NotReady(
                    "No installed font has the character {character} ({code}), which stands in paragraph {number} of "
                    "the letter, “{start}”. Put a font that has it into the folder that DISCLOSURE_FONTS names.",
                    character=character,
                    code=f"U+{ord(character):04X}",
                    number=number,
                    start=block.text[:_SHOWN],
                )


@cache
def _characters(fonts: Fonts) -> frozenset[int]:
    return frozenset().union(*(face.characters for face in fonts.faces))
