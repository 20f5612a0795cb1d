"""Issued letters get their PDF: made from the words that were kept, kept itself, and put on record by the program.

A letter that cannot be set is left and told once to the administrators; it is tried again each hour, so that a fault in
one letter costs the others nothing.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from letters import kept
from letters.faces import Fonts
from letters.render import pdf_of
from workflow.actions.agencies import Stamp
from workflow.actions.clockwork import let_act
from workflow.actions.set_out import set_out_letter
from workflow.installation import Installation
from workflow.rules.errors import CaseworkError, NotReady, Stale, Unavailable
from workflow.rules.record.case import Call
from workflow.rules.record.clockwork import CLOCKWORK
from workflow.rules.states import Role
from workflow.store.alerts import open_alerts
from workflow.store.letter_register import ToSetOut, to_set_out
from workflow.store.people import agencies
from workflow.store.session import local_day, zone_of
from workflow.worker.alarms import Alarm, clear_alarm, raise_alarm
from workflow.worker.leases import Held, leased

BEAT: Final = "set out"
LEASE: Final = timedelta(minutes=5)
AGAIN: Final = timedelta(hours=1)
"""After which letters that could not be set are tried again."""

MOST: Final = 200
"""Letters set in one turn, which then takes less time than its lease; the next turn goes on."""

_PORTION = 50  # Letters read from the record at a time.
_ALL = "letters"  # What an alert is about that concerns every letter of an agency.


class SetOut(NamedTuple):
    """What a turn did.

    Args:
        ran: Whether it ran; not while another worker is at it.
        made: Letters that have their PDF now.
        left: Letters that were tried and cannot be set.
        stopped: Whether it ended early, because faces or disk were not to be had for any letter.
    """

    ran: bool
    made: int = 0
    left: int = 0
    stopped: bool = False


def set_out(installation: Installation, holder: str, *, again: bool = False, most: int = MOST) -> SetOut:
    """Make the PDFs of letters that have none, and record each in a transaction of its own.

    Args:
        installation: The record, its files and the faces.
        holder: Who does it.
        again: Try also those that could not be set within the last hour.
        most: Letters to set at most.

    Raises:
        Unavailable: The database does not answer.
    """
    with leased(installation, BEAT, holder, LEASE) as held:
        if held is None:
            return SetOut(ran=False)
        again = _is_time(held, installation.now(), again=again)
        return _Turn(installation, again=again).run(most)


def about(letter: ToSetOut) -> str:
    """Return what tells the alert about a letter from others of its agency."""
    return f"set out {letter.case_no} {letter.no}"


def _is_time(held: Held, now: datetime, *, again: bool) -> bool:
    """Tell whether letters that could not be set are tried again, and keep when they were."""
    if not again and held.place and now - datetime.fromisoformat(held.place) < AGAIN:
        return False
    held.place = now.isoformat()
    return True


class _Turn:
    """One turn: what it knows of the agencies and of what was told, and how far it came."""

    def __init__(self, installation: Installation, *, again: bool) -> None:
        self.installation = installation
        self.store = installation.store
        self.again = again
        self.made = self.left = 0
        self.last: tuple[UUID, int] | None = None
        """The case of the letter recorded last, and its version since."""
        with self.store.reading() as connection:
            self.zones = {office.id: zone_of(office.timezone) for office in agencies(connection)}
            self.told = {(alert.agency_id, alert.about) for alert in open_alerts(connection)}

    def run(self, most: int) -> SetOut:
        """Go through what waits until `most` letters are set or one cannot be kept."""
        after: ToSetOut | None = None
        while portion := self._portion(after):
            for letter in portion:
                if self.made >= most:
                    return SetOut(True, self.made, self.left)
                if not self.again and (letter.agency_id, about(letter)) in self.told:
                    continue
                if not self._set(letter):
                    return SetOut(True, self.made, self.left, stopped=True)
            after = portion[-1]
        return SetOut(True, self.made, self.left)

    def _portion(self, after: ToSetOut | None) -> list[ToSetOut]:
        with self.store.reading() as connection:
            return to_set_out(connection, _PORTION, after)

    def _set(self, letter: ToSetOut) -> bool:
        """Set one letter; False where no other could be set either, because faces or disk are not to be had."""
        try:
            fonts = self.installation.fonts
        except CaseworkError as problem:
            self._tell_all(letter.agency_id, problem)
            return False
        try:
            pdf = made_of(self.store.files.get(letter.source, ".json"), fonts)
        except CaseworkError as problem:
            self._tell(letter, problem)
            return True
        try:
            digest = self.store.files.put(pdf, ".pdf")
        except Unavailable as problem:
            self._tell_all(letter.agency_id, problem)
            return False
        self._clear(letter.agency_id, _ALL)
        try:
            self._record(letter, digest)
        except Stale:
            return True  # The case moved on, or another worker was first: the next turn sees which.
        except Unavailable:
            raise
        except CaseworkError as problem:
            self._tell(letter, problem)
            return True
        self._clear(letter.agency_id, about(letter))
        self.made += 1
        return True

    def _record(self, letter: ToSetOut, digest: str) -> None:
        now = self.installation.now()
        today = local_day(now, self.zones[letter.agency_id])
        let_act(self.store, letter.agency_id, Stamp(None, today, now))
        version = letter.version
        if self.last is not None and self.last[0] == letter.case_id:
            version = max(version, self.last[1])
        key = f"set out {letter.no} {today} {digest}"
        call = Call(by=CLOCKWORK, on=today, at=now, key=key, version=version)
        with self.store.step() as unit:
            case = set_out_letter(unit, letter.case_id, call, no=letter.no, pdf=digest)
        self.last = letter.case_id, case.version

    def _tell(self, letter: ToSetOut, problem: CaseworkError) -> None:
        self.left += 1
        told = NotReady(
            "Letter {no} of case {case_no} has no PDF, because it cannot be set: {problem} When that is put right, "
            "make the PDF with: disclosure set-out.",
            no=letter.no,
            case_no=letter.case_no,
            problem=problem,
        )
        raise_alarm(self.installation, Alarm(letter.agency_id, about(letter), Role.ADMIN, told))

    def _tell_all(self, agency_id: UUID, problem: CaseworkError) -> None:
        told = Unavailable("No letter gets its PDF: {problem} The worker tries it again by itself.", problem=problem)
        raise_alarm(self.installation, Alarm(agency_id, _ALL, Role.ADMIN, told))

    def _clear(self, agency_id: UUID, what: str) -> None:
        if (agency_id, what) in self.told:
            clear_alarm(self.installation, agency_id, what)
            self.told.discard((agency_id, what))


def made_of(content: bytes, fonts: Fonts) -> bytes:
    """Return the PDF of a letter from what was kept of it.

    Raises:
        NotReady: No face has a character of it.
        Unavailable: What was kept cannot be read or set.
    """
    try:
        sheet = kept.from_bytes(content)
    except (msgspec.DecodeError, ValueError, TypeError, KeyError) as error:
        raise Unavailable(
            "What was kept of its words cannot be read ({cause}). A newer version of the program may have written it: "
            "start the worker with that version.",
            cause=str(error)[:200],
        ) from error
    try:
        return pdf_of(sheet, fonts)
    except (RuntimeError, ValueError, TypeError) as error:
        raise Unavailable(
            "The typesetter does not take it ({cause}). Send the program's makers this sentence and the version.",
            cause=str(error)[:200],
        ) from error
