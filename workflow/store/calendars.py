"""The holiday calendars a case may have been counted with: the shipped notices, then those imported here, in order.

A calendar is found by its version, not by the process, so a notice imported by one process reaches all the others.
"""

from collections.abc import Callable
from contextlib import suppress
from itertools import accumulate
from threading import Lock

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.engine import Engine

from workflow.rules.calendar import Calendar, build
from workflow.rules.errors import CalendarGap
from workflow.rules.notices import Notice
from workflow.store.models import HolidayNotice

_NOTICES = HolidayNotice.__table__
_STATE = select(func.max(_NOTICES.c.seq), func.max(_NOTICES.c.undone_by))


class Calendars:
    """All calendars of one record, by version.

    Args:
        engine: Where imported notices are kept.
        shipped: The notices that came with the program.
    """

    def __init__(self, engine: Engine, shipped: tuple[Notice, ...]) -> None:
        self.engine = engine
        self.shipped = shipped
        self._by_version: dict[str, Calendar] = {}
        self._current: tuple[int, Calendar] | None = None
        self._lock = Lock()

    def __call__(self, version: str) -> Calendar:
        """Return the calendar of a version.

        Raises:
            CalendarGap: No notices known here make it.
        """
        if version not in self._by_version:
            with self.engine.connect() as connection:
                self.load(connection)
        if version not in self._by_version:
            self._history()
        try:
            return self._by_version[version]
        except KeyError:
            raise CalendarGap(
                "The holiday calendar {version} is not known here. Import the notices it was made of.", version=version
            ) from None

    def _history(self) -> None:
        """Make every state of knowledge that the notices may have gone through, for a record older than this program.

        The shipped notices were fewer then, and those imported here came on top of them.
        """
        with self.engine.connect() as connection:
            states = self._imported(connection)
        for shipped in accumulate((notice,) for notice in self.shipped):
            for imported in states:
                with suppress(CalendarGap):  # An imported notice may announce a year that was far off then.
                    calendar = build((*shipped, *imported))
                    self._by_version.setdefault(calendar.version, calendar)

    def current(self, connection: Connection) -> Calendar:
        """Return the calendar with every notice that is known and not taken back."""
        newest, undone = connection.execute(_STATE).one()
        return self.after_entry(max(newest or 0, undone or 0), lambda: connection)

    def after_entry(self, seq: int, connection: Callable[[], Connection]) -> Calendar:
        """Return the present calendar, where the last entry that imported or took back a notice is known (0: none)."""
        if self._current is None or self._current[0] != seq:
            self._current = (seq, self.load(connection()))
        return self._current[1]

    def active(self, connection: Connection) -> list[tuple[int, Notice]]:
        """Return the imported notices that were not taken back, with the entries that brought them, oldest first."""
        query = select(_NOTICES.c.seq, _NOTICES.c.data).where(_NOTICES.c.undone_by.is_(None)).order_by(_NOTICES.c.seq)
        return [(seq, msgspec.json.decode(data, type=Notice)) for seq, data in connection.execute(query)]

    def load(self, connection: Connection) -> Calendar:
        """Read the imported notices, make every calendar they led to, and return the present one."""
        with self._lock:
            return [self.after(imported) for imported in self._imported(connection)][-1]

    def _imported(self, connection: Connection) -> list[tuple[Notice, ...]]:
        """Return what was imported and not taken back: before the first import, and after each import or undo."""
        rows = connection.execute(select(_NOTICES).order_by(_NOTICES.c.seq)).all()
        steps = sorted({row.seq for row in rows} | {row.undone_by for row in rows if row.undone_by is not None})
        return [
            tuple(
                msgspec.json.decode(row.data, type=Notice)
                for row in rows
                if row.seq <= step and (row.undone_by is None or row.undone_by > step)
            )
            for step in (0, *steps)
        ]

    def after(self, imported: tuple[Notice, ...]) -> Calendar:
        """Return the calendar of the shipped and these imported notices."""
        calendar = build((*self.shipped, *imported))
        self._by_version.setdefault(calendar.version, calendar)
        return self._by_version[calendar.version]
