"""Settings, read once by an entry point and passed down as plain values; each is a variable `DISCLOSURE_…`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta

from workflow.rules.errors import BadInput

PREFIX = "DISCLOSURE_"
MEMORY = "memory"
BROKERS = (MEMORY, "amqp", "amqps", "redis", "rediss")
_FROM_FILES = ("database_url", "broker_url")
_POSTGRES = ("postgresql+psycopg", "postgresql", "postgres")


class Secret(str):
    """Text that no traceback, log or printed setting shows."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret('…')"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation sets. `docs/settings.md` tells what each is for."""

    home: Annotated[Path, Meta(description="Folder of the database, the files and the key.")] = Path("var")
    database_url: Annotated[
        str, Meta(description="sqlite:///path or postgresql://…; a SQLite file in the home folder when empty.")
    ] = ""
    database_url_file: Annotated[
        Path | None, Meta(description="File that holds it, where it is not given as a value.")
    ] = None
    broker_url: Annotated[
        Secret, Meta(description="amqp://… or redis://…; memory:// is for a worker that runs all in one process.")
    ] = Secret("memory://")
    broker_url_file: Annotated[
        Path | None, Meta(description="File that holds it, where it is not given as a value.")
    ] = None
    queue_prefix: Annotated[
        str,
        Meta(pattern="^[a-z0-9._-]*$", description="Before the names of queues, where installations share a broker."),
    ] = ""
    sweep_seconds: Annotated[int, Meta(ge=1, le=3600, description="How often what is due is looked for.")] = 60
    timezone: Annotated[str, Meta(description="Time zone in which a night is a night.")] = "Asia/Shanghai"
    fonts: Annotated[Path | None, Meta(description="Folder of the agency's own faces, for letters as PDF.")] = None
    language: Annotated[str, Meta(description="zh_CN or en: the language of pages, errors and the command line.")] = (
        "zh_CN"
    )
    agency: Annotated[str, Meta(description="Code of the agency that commands act for.")] = ""
    user: Annotated[str, Meta(description="Login of the person that commands act as.")] = ""
    secret_key: Annotated[
        Secret | None, Meta(description="Fernet key that seals personal identifiers; the key file when empty.")
    ] = None
    secret_key_file: Annotated[
        Path | None, Meta(description="File of that key; secret.key in the home folder when empty.")
    ] = None

    @property
    def url(self) -> str:
        """The database, with the driver this program uses.

        Raises:
            BadInput: It is none that this program knows.
        """
        if not self.database_url:
            return f"sqlite:///{(self.home / 'disclosure.db').as_posix()}"
        scheme, _, rest = self.database_url.partition("://")
        if scheme == "sqlite" and rest.startswith("/"):
            return self.database_url
        if scheme in _POSTGRES:
            return f"postgresql+psycopg://{rest}"
        raise BadInput(
            "The setting {name} names no database that this program knows: it begins with {start}. Use "
            "sqlite:///path or postgresql://user@host/name.",
            name=f"{PREFIX}DATABASE_URL",
            start=scheme.partition(":")[0][:20],
        )

    @property
    def broker(self) -> Secret:
        """The broker.

        Raises:
            BadInput: It is none that this program knows.
        """
        scheme = self.broker_url.partition("://")[0]
        if "://" in self.broker_url and scheme in BROKERS:
            return self.broker_url
        raise BadInput(
            "The setting {name} names no broker that this program knows. Use amqp://user@host/name or "
            "redis://host/number.",
            name=f"{PREFIX}BROKER_URL",
        )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the installation.

        Raises:
            BadInput: There is none of this name.
        """
        try:
            return ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise BadInput(
                "The setting {name} is no time zone: {zone}. Use one such as Asia/Shanghai.",
                name=f"{PREFIX}TIMEZONE",
                zone=self.timezone[:60],
            ) from error

    @property
    def files(self) -> Path:
        """Where issued letters and attachments are kept."""
        return self.home / "files"

    @property
    def key_file(self) -> Path:
        """Where the key is kept, unless it is set as a value."""
        return self.secret_key_file or self.home / "secret.key"

    def acting(self, *, agency: str = "", user: str = "") -> "Settings":
        """Return these settings for another agency or person, where one is named."""
        return msgspec.structs.replace(self, agency=agency or self.agency, user=user or self.user)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Return the settings that stand in the environment; an empty variable is one that is not set.

    Raises:
        BadInput: A value is of the wrong kind, or its file cannot be read; the message names the variable.
    """
    names = {PREFIX + name.upper(): name for name in Settings.__struct_fields__}
    given = {names[name]: value for name, value in environ.items() if name in names and value}
    for name in _FROM_FILES:
        if name not in given and (place := given.get(f"{name}_file")):
            given[name] = _kept_in(place, f"{PREFIX}{name.upper()}_FILE")
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=_made)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$.")
        raise BadInput(
            "The setting {name} cannot be used: {reason}. docs/settings.md tells what it may be.",
            name=PREFIX + place.rstrip("`").upper(),
            reason=reason,
        ) from error


def _kept_in(place: str, name: str) -> str:
    try:
        return Path(place).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "The setting {name} names a file that cannot be read: {file}. Check its name and its permissions.",
            name=name,
            file=place,
        ) from error


def _made(kind: type, value: Any) -> object:  # noqa: ANN401 (msgspec's signature)
    return kind(value)
