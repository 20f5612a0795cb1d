"""A clock that all processes of a simulation read from one file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class FileClock:
    """Says what instant it is, as the file says."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self.path.read_text())

    def set(self, now: datetime) -> None:
        """Turn the clock to an instant; a reader sees the old one or the new one."""
        beside = self.path.with_suffix(".next")
        beside.write_text(now.astimezone(UTC).isoformat())
        beside.replace(self.path)

    def turn(self, by: timedelta) -> None:
        """Turn the clock on."""
        self.set(self() + by)
