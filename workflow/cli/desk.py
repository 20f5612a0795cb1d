"""What a command works with: the installation, and the agency and person it acts for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import typer

from workflow.actions.agencies import Stamp
from workflow.installation import FIRST_USER, Installation
from workflow.rules.errors import BadInput, NotFound, NotYours
from workflow.rules.record.case import Call
from workflow.settings import Settings
from workflow.store.cases import find_case
from workflow.store.people import AgencyRow, agencies, agency_by_code, user_by_login, works_for
from workflow.store.session import local_day, zone_of


class Desk(Installation):
    """One command's view of the installation."""

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


@contextmanager
def opened(settings: Settings) -> Iterator[Desk]:
    """Open a desk for a command and close it after it."""
    desk = Desk(settings)
    try:
        yield desk
    finally:
        desk.close()


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
