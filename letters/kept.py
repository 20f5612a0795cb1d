"""What is kept of an issued letter besides its files: its words and its look, from which a file can be made later."""

from dataclasses import asdict
from datetime import date
from typing import Any

import msgspec

from letters.blocks import Block, Role
from letters.looks import Look, Profile
from letters.render import Sheet

_VERSION = 1


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet as it is written."""

    version: int
    name: str
    author: str
    issued_on: date
    look: dict[str, Any]
    blocks: list[tuple[str, str]]


def to_bytes(sheet: Sheet) -> bytes:
    """Return a sheet as JSON, the same bytes for the same sheet."""
    return msgspec.json.encode(
        _Kept(
            version=_VERSION,
            name=sheet.name,
            author=sheet.author,
            issued_on=sheet.issued_on,
            look=asdict(sheet.look),
            blocks=[(block.role.value, block.text) for block in sheet.blocks],
        )
    )


def from_bytes(content: bytes) -> Sheet:
    """Return a sheet as it was kept.

    Raises:
        msgspec.DecodeError, ValueError, TypeError: It was not written by this program.
    """
    kept = msgspec.json.decode(content, type=_Kept)
    if kept.version != _VERSION:
        raise ValueError(f"No such version of a kept letter: {kept.version}")
    look = kept.look | {
        "profile": Profile(kept.look["profile"]),
        "copies_to": tuple(kept.look["copies_to"]),
        "printed_on": None if kept.look["printed_on"] is None else date.fromisoformat(kept.look["printed_on"]),
    }
    blocks = tuple(Block(Role(role), text) for role, text in kept.blocks)
    return Sheet(kept.name, kept.author, kept.issued_on, Look(**look), blocks)
