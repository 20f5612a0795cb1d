"""What a command works with: settings, the record, the agency and person it acts for, and the clock on the wall."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import typer

from workflow.actions.agencies import Stamp, add_agency, add_user, grant
from workflow.files.calendars import shipped_notices
from workflow.language import translator
from workflow.rules.errors import BadInput, NotFound, NotYours
from workflow.rules.record.case import Call
from workflow.rules.states import Role
from workflow.settings import Settings
from workflow.store import schema
from workflow.store.cases import find_case
from workflow.store.files import FileStore
from workflow.store.people import AgencyRow, agencies, agency_by_code, founded, user_by_login, works_for
from workflow.store.seal import Seal
from workflow.store.session import Store, local_day, zone_of

FIRST_AGENCY = ("0000", "本机关", "department")
FIRST_USER = ("desk", "经办人")


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 (the edge asks the clock)


@dataclass
class Desk:
    """One command's view of the installation.

    Args:
        settings: As read from the environment and the options of the command.
        now: Asks the clock on the wall; the only place that does.
    """

    settings: Settings
    now: Callable[[], datetime] = field(default=_now)

    @cached_property
    def translate(self) -> Callable[[str], str]:
        """Translates a sentence into the user's language."""
        return translator(self.settings.language)

    def words(self, sentence: str, **params: object) -> str:
        """Return a sentence in the user's language with its places filled."""
        return self.translate(sentence).format(**params)

    @cached_property
    def bare_store(self) -> Store:
        """The record as it is found, whatever its schema."""
        return Store(self.settings.url, shipped_notices(), FileStore(self.settings.files))

    @cached_property
    def store(self) -> Store:
        """The record; an empty database is made on first use, with one agency and one person."""
        schema.prepare(self.bare_store)
        with self.bare_store.reading() as connection:
            begun = founded(connection)
        if not begun:
            self._first_use(self.bare_store)
        return self.bare_store

    @cached_property
    def seal(self) -> Seal:
        """Seals personal identifiers; the key is made on first use and kept readable by its owner only."""
        if self.settings.secret_key is not None:
            return Seal(self.settings.secret_key.encode())
        place = self.settings.key_file
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(Seal.new_key())
        return Seal(place.read_bytes().strip())

    @cached_property
    def agency(self) -> AgencyRow:
        """The agency that the command acts for: the one named, or the only one there is."""
        with self.store.reading() as connection:
            if self.settings.agency:
                return agency_by_code(connection, self.settings.agency)
            every = agencies(connection)
        if len(every) != 1:
            raise BadInput(
                "Several agencies work here. Name one with --agency or DISCLOSURE_AGENCY: {codes}.",
                codes=[one.code for one in every][:20],
            )
        return every[0]

    @cached_property
    def own_agency(self) -> AgencyRow:
        """The agency that the command acts for, where the person has a role and may read.

        Raises:
            NotYours: The person has none there.
        """
        with self.store.reading() as connection:
            if not works_for(connection, self.user, self.agency.id):
                raise NotYours(
                    "{login} has no role in the agency {code}. Name another agency or person.",
                    login=self.login,
                    code=self.agency.code,
                )
        return self.agency

    @property
    def login(self) -> str:
        """The login of the person that the command acts as."""
        return self.settings.user or FIRST_USER[0]

    @cached_property
    def user(self) -> UUID:
        """The person that the command acts as."""
        with self.store.reading() as connection:
            return user_by_login(connection, self.login)

    @property
    def zone(self) -> ZoneInfo:
        """The agency's time zone."""
        return zone_of(self.agency.timezone)

    @property
    def today(self) -> date:
        """Today in the agency's time zone."""
        return local_day(self.now(), self.zone)

    def stamp(self) -> Stamp:
        """Return who does something to the installation, and when."""
        return Stamp(self.user, self.today, self.now())

    def call(self, version: int, *, on: date | None = None, key: str = "") -> Call:
        """Return a call of a step; without `on` it counts today, without `key` it is a new one."""
        return Call(by=self.user, on=on or self.today, at=self.now(), key=key or str(uuid4()), version=version)

    def case(self, case_no: str) -> tuple[UUID, int]:
        """Return id and version of a case by its number.

        Raises:
            NotFound: The agency has no such case.
        """
        with self.store.reading() as connection:
            found = find_case(connection, self.own_agency.id, case_no)
        if found is None:
            raise NotFound("There is no case {case_no} in this agency. Look with: disclosure queue.", case_no=case_no)
        return found

    def _first_use(self, store: Store) -> None:
        stamp = Stamp(None, local_day(self.now(), zone_of("Asia/Shanghai")), self.now())
        code, name, kind = FIRST_AGENCY
        login, person = FIRST_USER
        with store.unit() as unit:
            if founded(unit.connection):
                return  # Another command was first.
            agency_id = add_agency(unit, stamp, code=self.settings.agency or code, name=name, kind=kind)
            user_id = add_user(unit, stamp, login=self.settings.user or login, name=person)
            grant(unit, stamp, user_id=user_id, agency_id=agency_id, roles=list(Role))


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """Open a desk for a command and close it after it."""
    desk = Desk(settings)
    try:
        yield desk
    finally:
        if "bare_store" in vars(desk):
            desk.bare_store.close()


@contextmanager
def desk_of(ctx: typer.Context, *, agency: str = "", user: str = "") -> Iterator[Desk]:
    """Open the desk of a command with the settings that it was started with, for the agency and person it names."""
    with opened(ctx.obj.acting(agency=agency, user=user)) as desk:
        yield desk


def readable(path: Path) -> Path:
    """Return `path` if it is a file that can be read. BadInput otherwise."""
    if not path.is_file():
        raise BadInput("There is no file {path}. Check the name and the folder.", path=str(path))
    return path
