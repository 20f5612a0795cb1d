"""The out-tray: a folder of mails, for an office without a mail server."""

import os
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

from workflow.worker.channels.eml import Sender, eml, message_id
from workflow.worker.channels.message import Channel, Message, Sent, Unreachable


class OutTray(Channel):
    """Writes each message to ``<id>.eml``; the same id twice leaves one file.

    Args:
        folder: Made when the first message is written. Other programs see whole files only.
        sender: Who writes.
    """

    name: ClassVar[str] = "outtray"
    repeatable: ClassVar[bool] = True

    def __init__(self, folder: Path, sender: Sender) -> None:
        self.folder = folder
        self.sender = sender

    def send(self, message: Message) -> Sent:
        content = eml(message, self.sender, eight_bit=True)
        place = self.folder / f"{message.id}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(place, content)
        except OSError as error:
            raise Unreachable(
                "The message could not be written to the out-tray {folder} ({cause}). Make room there; it is tried "
                "again by itself.",
                folder=str(self.folder),
                cause=error.strerror or type(error).__name__,
            ) from error
        return Sent(message_id(message, self.sender), place.name)


def _write(place: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all, after a loss of power too."""
    unfinished = place.with_name(f".{place.stem}.{uuid4().hex}.part")  # Two workers never write to one.
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
        _keep_name(place.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    """Have the disk keep the names in a folder, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
