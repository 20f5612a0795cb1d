"""Import a holiday notice (放假调休通知) or take one back: previewed, then each open case is counted again."""

from collections.abc import Callable
from copy import copy
from datetime import date
from typing import NamedTuple
from uuid import UUID

from workflow.actions.administrator import must_be_administrator
from workflow.actions.agencies import Stamp
from workflow.actions.recording import recorded
from workflow.actions.scheduling import owed_in
from workflow.actions.step import stale
from workflow.rules.calendar import Calendar
from workflow.rules.clock import Status
from workflow.rules.errors import CaseworkError, NotFound, NotYours
from workflow.rules.notice_checks import check_notice
from workflow.rules.notices import Notice
from workflow.rules.record.aftermath import Recalculated
from workflow.rules.record.case import Call, Case
from workflow.rules.record.journal import NoticeImported, NoticeUndone
from workflow.store import journal
from workflow.store.importing import chunks
from workflow.store.opened import Opened, open_cases
from workflow.store.rows import Write
from workflow.store.scheduling import refresh
from workflow.store.session import Unit, local_day

CHUNK = 500


class Move(NamedTuple):
    """An open case that was counted again: its due day with the calendar before and after, as of today.

    `overdue` tells that the new day is past and the old one is not.
    """

    case_no: str
    agency: str
    before: date | None
    after: date | None
    overdue: bool

    @property
    def moved(self) -> bool:
        """Whether its due day is another one."""
        return self.before != self.after


class Change(NamedTuple):
    """What a change of the calendar does."""

    problems: list[CaseworkError]
    before: Calendar
    after: Calendar
    moves: list[Move]

    @property
    def moved(self) -> list[Move]:
        """The cases whose due day moves."""
        return [move for move in self.moves if move.moved]


def import_notice(unit: Unit, stamp: Stamp, notice: Notice, *, dry_run: bool) -> Change:
    """Check a notice, and unless `dry_run` or it has problems, put it in force and count every open case again.

    Args:
        unit: The unit of work.
        stamp: Who imports; an administrator.
        notice: As read from its file.
        dry_run: Only show what it would do.

    Raises:
        NotYours: The person is no administrator.
    """
    must_be_administrator(unit, stamp)
    before = unit.calendar(changing=True)
    active = unit.store.calendars.active(unit.connection)
    problems: list[CaseworkError] = [*check_notice(notice, before)]
    if problems:
        return Change(problems, before, before, [])
    after = unit.store.calendars.after((*(known for _, known in active), notice))
    return _apply(
        unit,
        stamp,
        before,
        after,
        notice,
        lambda: NoticeImported(notice=notice, version=after.version),
        dry_run=dry_run,
    )


def undo_notice(unit: Unit, stamp: Stamp, *, dry_run: bool) -> Change:
    """Take back the notice imported last, and count every open case again.

    Raises:
        NotFound: None was imported; the shipped ones cannot be taken back.
        NotYours: The person is no administrator.
    """
    must_be_administrator(unit, stamp)
    before = unit.calendar(changing=True)
    active = unit.store.calendars.active(unit.connection)
    if not active:
        raise NotFound("No notice was imported here, so none can be taken back. The shipped ones stay.")
    seq, notice = active[-1]
    after = unit.store.calendars.after(tuple(known for _, known in active[:-1]))
    return _apply(
        unit, stamp, before, after, notice, lambda: NoticeUndone(seq=seq, version=after.version), dry_run=dry_run
    )


def _apply(
    unit: Unit,
    stamp: Stamp,
    before: Calendar,
    after: Calendar,
    notice: Notice,
    page: Callable[[], NoticeImported | NoticeUndone],
    *,
    dry_run: bool,
) -> Change:
    moves: list[Move] = []
    if not dry_run:
        journal.append(unit, page(), **stamp._asdict())
    for chunk in chunks(open_cases(unit.connection, held=not dry_run), CHUNK):
        writes = [_recounted(unit, stamp, opened, after, notice, moves) for opened in chunk]
        if not dry_run:
            _save(unit, writes)
    if not dry_run:
        refresh(unit.connection)
    return Change([], before, after, moves)


def _save(unit: Unit, writes: list[Write]) -> None:
    saved = unit.save(writes)
    for write in writes:
        if write.case.id not in saved:
            raise stale(write.case.case_no)


def _recounted(unit: Unit, stamp: Stamp, opened: Opened, after: Calendar, notice: Notice, moves: list[Move]) -> Write:
    """Count a case with the new calendar: note what moves, and return the entry that says so."""
    case, today = opened.case, local_day(stamp.at, opened.zone)
    old, new = (_counted(unit, case, version, today) for version in (case.calendar, after.version))
    overdue = _overdue(new, today) and not _overdue(old, today)
    moves.append(Move(case.case_no, opened.agency, old.due_on, new.due_on, overdue))
    body = Recalculated(
        calendar=after.version, replaced=case.calendar, notice=notice.id, before=old.due_on, after=new.due_on
    )
    owed = owed_in(case, unit.store.calendars, opened.policy)
    day = max(stamp.on, case.received_on)
    call = Call(by=_person(stamp), on=day, at=stamp.at, key="", version=case.version)
    return recorded(case, opened.head, body, call, "", unit.store.calendars, today, opened.policy, owed)


def _counted(unit: Unit, case: Case, version: str, today: date) -> Case:
    """Return the case as the clock reads today with a calendar; what stands on it may be older than a silence."""
    trial = copy(case)
    trial.calendar = version
    trial.settle(unit.store.calendars, today)
    return trial


def _overdue(case: Case, today: date) -> bool:
    return case.clock_status == Status.RUNNING and case.due_on is not None and case.due_on < today


def _person(stamp: Stamp) -> UUID:
    if stamp.by is None:
        raise NotYours("Changing the calendar is for the role admin. Name the user who does it.")
    return stamp.by
