"""Files kept by their SHA-256 beside the database; a file once kept never changes."""

import os
from hashlib import file_digest, sha256
from pathlib import Path
from uuid import uuid4

from workflow.rules.errors import NotFound, Unavailable


class FileStore:
    """Keeps bytes under `root`, two letters of the digest a folder.

    Args:
        root: Folder; made when the first file is kept.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes, suffix: str = "") -> str:
        """Keep a file and return its SHA-256 (hex); the same content is kept once, and put right where it was damaged.

        Raises:
            Unavailable: The disk does not take it.
        """
        digest = sha256(content).hexdigest()
        place = self.path(digest, suffix)
        try:
            if not _intact(place, digest):
                place.parent.mkdir(parents=True, exist_ok=True)
                _write(place, content)
        except OSError as error:
            raise Unavailable(
                "The file could not be kept in {folder} ({cause}). Make room there and do it again.",
                folder=str(self.root),
                cause=error.strerror or type(error).__name__,
            ) from error
        return digest

    def get(self, digest: str, suffix: str = "") -> bytes:
        """Return a file.

        Raises:
            NotFound: It is not there, or is not any more what was kept.
            Unavailable: The disk does not give it.
        """
        place = self.path(digest, suffix)
        try:
            content = place.read_bytes() if place.exists() else b""
        except OSError as error:
            raise _unread(self.root, digest, error) from error
        if sha256(content).hexdigest() != digest:
            raise _changed(digest)
        return content

    def whole(self, digest: str, suffix: str = "") -> Path:
        """Return where a file is kept, after it was read through: for files that are too large to be held.

        Raises:
            NotFound: It is not there, or is not any more what was kept.
            Unavailable: The disk does not give it.
        """
        place = self.path(digest, suffix)
        try:
            with place.open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            found = ""
        except OSError as error:
            raise _unread(self.root, digest, error) from error
        if found != digest:
            raise _changed(digest)
        return place

    def path(self, digest: str, suffix: str = "") -> Path:
        """Return where a file is kept."""
        return self.root / digest[:2] / f"{digest}{suffix}"


def _unread(root: Path, digest: str, error: OSError) -> Unavailable:
    return Unavailable(
        "The file {digest} could not be read from {folder} ({cause}). Check the folder and do it again.",
        digest=digest[:12],
        folder=str(root),
        cause=error.strerror or type(error).__name__,
    )


def _changed(digest: str) -> NotFound:
    return NotFound("The file {digest} is missing or was changed. Bring it back from the backup.", digest=digest[:12])


def _intact(place: Path, digest: str) -> bool:
    return place.exists() and sha256(place.read_bytes()).hexdigest() == digest


def _write(place: Path, content: bytes) -> None:
    """Write a file whole or not at all, and see it on the disk before the record names it."""
    unfinished = place.with_name(f"{place.name}.{uuid4().hex}.part")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
        _sync_folder(place.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """See the name of a new file on the disk as well, where the system lets a folder be opened for that."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
