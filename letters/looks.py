"""How a letter is dressed: without a red head, as a letter (信函格式) or as a document with 版头 and 版记.

Source:
    GB/T 9704-2012, 7.2, 7.4 and 10.1, as far as open implementations agree on them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from letters.blocks import Block, Role
from letters.filters import chinese_date
from workflow.rules.errors import BadInput

SEAL_TEXT = "印章位置"
_SEAL_LEAST_MM, _SEAL_MOST_MM = 30.0, 60.0


class Profile(StrEnum):
    """The three layouts."""

    PLAIN = "plain"
    LETTER = "letter"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an agency's letters look like.

    Args:
        profile: `plain` has no red head; `letter` is 信函格式; `file` has 版头 and 版记.
        letterhead: 发文机关标志; empty for the agency's name, with 文件 in a `file`.
        seal: Whether a dashed ring shows where the seal goes, over name and date.
        seal_mm: Its diameter in millimetres: that of the agency's seal.
        copies_to: 抄送, in a `letter` or a `file`.
        print_office: 印发机关, in a `file`; empty for the agency.
        printed_on: 印发日期, in a `file`; None for the day of the letter.
    """

    profile: Profile = Profile.PLAIN
    letterhead: str = ""
    seal: bool = False
    seal_mm: float = 42.0
    copies_to: tuple[str, ...] = ()
    print_office: str = ""
    printed_on: date | None = None

    def check(self) -> None:
        """Refuse what the layout has no place for.

        Raises:
            BadInput: A letterhead of several lines, a seal of no seal's size, or copies in a letter that has no 版记.
        """
        if len(self.letterhead.splitlines()) > 1:
            raise BadInput("The letterhead has more than one line. Enter the agency's name in one line.")
        if self.seal and not _SEAL_LEAST_MM <= self.seal_mm <= _SEAL_MOST_MM:
            raise BadInput(
                "A seal of {size} mm is none: enter a diameter of {least} to {most} mm.",
                size=self.seal_mm,
                least=_SEAL_LEAST_MM,
                most=_SEAL_MOST_MM,
            )
        extra = self.profile is not Profile.FILE and (self.print_office or self.printed_on)
        if extra or (self.profile is Profile.PLAIN and (self.copies_to or self.letterhead)):
            raise BadInput(
                "The layout {profile} has no place for a letterhead, copies or a printing office that was given. "
                "Choose another layout, or leave them out.",
                profile=self.profile.value,
            )


PLAIN = Look()


def dressed(blocks: tuple[Block, ...], look: Look, *, agency: str, issued_on: date) -> tuple[Block, ...]:
    """Return the blocks in the order in which the look prints them, with what it adds: head, seal and 版记."""
    return (*_head(blocks, look), *_body(blocks, look), *_foot(look, agency, issued_on))


def _head(blocks: tuple[Block, ...], look: Look) -> Iterator[Block]:
    if look.profile is Profile.PLAIN:
        return
    for block in blocks:
        if block.role is Role.AGENCY:
            yield Block(Role.LETTERHEAD, look.letterhead or _name(block.text, look.profile))
    yield from (block for block in blocks if block.role is Role.NUMBER)


def _name(agency: str, profile: Profile) -> str:
    """Return the agency as a letterhead; only a file calls itself one."""
    name = " ".join(agency.split())
    return f"{name}文件" if profile is Profile.FILE else name


def _body(blocks: tuple[Block, ...], look: Look) -> Iterator[Block]:
    """Yield what is not in the head; the ring stands at the first name, the agency's, and at none of an annex."""
    in_head = set() if look.profile is Profile.PLAIN else {Role.AGENCY, Role.NUMBER}
    signed = next((index for index, block in enumerate(blocks) if block.role is Role.SIGNATURE), None)
    for index, block in enumerate(blocks):
        if look.seal and index == signed:
            yield Block(Role.SEAL, SEAL_TEXT)
        if block.role not in in_head:
            yield block


def _foot(look: Look, agency: str, issued_on: date) -> Iterator[Block]:
    if look.copies_to:
        yield Block(Role.COPIES, f"抄送：{'，'.join(look.copies_to)}。")
    if look.profile is Profile.FILE:
        office = look.print_office or " ".join(agency.split())
        yield Block(Role.PRINTED, f"{office}\t{chinese_date(look.printed_on or issued_on)}印发")
