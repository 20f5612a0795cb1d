"""Files kept by their SHA-256 beside the database; a file once kept never changes."""

from hashlib import sha256
from pathlib import Path

from workflow.rules.errors import NotFound, Unavailable


class FileStore:
    """Keeps bytes under `root`, two letters of the digest a folder.

    Args:
        root: Folder; made when the first file is kept.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes, suffix: str = "") -> str:
        """Keep a file and return its SHA-256 (hex); the same content is kept once.

        Raises:
            Unavailable: The disk does not take it.
        """
        digest = sha256(content).hexdigest()
        place = self.path(digest, suffix)
        if place.exists():
            return digest
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            unfinished = place.with_name(f"{place.name}.part")
            unfinished.write_bytes(content)
            unfinished.replace(place)
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
        """
        place = self.path(digest, suffix)
        content = place.read_bytes() if place.exists() else b""
        if sha256(content).hexdigest() != digest:
            raise NotFound(
                "The file {digest} is missing or was changed. Bring it back from the backup.", digest=digest[:12]
            )
        return content

    def path(self, digest: str, suffix: str = "") -> Path:
        """Return where a file is kept."""
        return self.root / digest[:2] / f"{digest}{suffix}"
