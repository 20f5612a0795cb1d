"""An installation as its settings name it: the record, the key that seals, the language, and the clock on the wall."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from workflow.actions.agencies import Stamp, add_agency, add_user, grant
from workflow.files.calendars import shipped_notices
from workflow.files.fonts import Fonts, installed_fonts
from workflow.language import translator
from workflow.rules.errors import CaseworkError
from workflow.rules.states import Role
from workflow.settings import Settings
from workflow.store import schema
from workflow.store.files import FileStore
from workflow.store.people import founded
from workflow.store.seal import Seal
from workflow.store.session import Store, local_day, zone_of

FIRST_AGENCY = ("0000", "本机关", "department")
FIRST_USER = ("desk", "经办人")


def now() -> datetime:
    """Return the present instant, in UTC; the only place that asks the clock on the wall."""
    return datetime.now(UTC)  # noqa: TID251 (the edge asks the clock)


@dataclass
class Installation:
    """What every entry point works with.

    Args:
        settings: As read from the environment and the options of the command.
        now: Says what instant it is, in UTC.
    """

    settings: Settings
    now: Callable[[], datetime] = field(default=now)

    @cached_property
    def translate(self) -> Callable[[str], str]:
        """Translates a sentence into the user's language."""
        return translator(self.settings.language)

    def words(self, sentence: str, **params: object) -> str:
        """Return a sentence in the user's language with its places filled."""
        return self.translate(sentence).format(**params)

    def told(self, problem: CaseworkError) -> str:
        """Return what is wrong in the language of the installation."""
        return problem.text(self.translate)

    @cached_property
    def fonts(self) -> Fonts:
        """The faces that letters are set in: the agency's own, where there are any, and those of the program."""
        return installed_fonts(self.settings.fonts)

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

    def close(self) -> None:
        """Give back what was opened."""
        if "bare_store" in vars(self):
            self.bare_store.close()

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
