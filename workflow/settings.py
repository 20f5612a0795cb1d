"""Settings, read once by an entry point and passed down as plain values; each is a variable `DISCLOSURE_…`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an installation sets. `docs/settings.md` tells what each is for."""

    model_config = SettingsConfigDict(env_prefix="DISCLOSURE_", extra="ignore")

    home: Annotated[Path, Field(description="Folder of the database, the files and the key.")] = Path("var")
    database_url: Annotated[
        str, Field(description="sqlite:///path or postgresql://…; a SQLite file in the home folder when empty.")
    ] = ""
    language: Annotated[str, Field(description="zh_CN or en: the language of pages, errors and the command line.")] = (
        "zh_CN"
    )
    agency: Annotated[str, Field(description="Code of the agency that commands act for.")] = ""
    user: Annotated[str, Field(description="Login of the person that commands act as.")] = ""
    secret_key: Annotated[
        SecretStr | None, Field(description="Fernet key that seals personal identifiers; the key file when empty.")
    ] = None
    secret_key_file: Annotated[
        Path | None, Field(description="File of that key; secret.key in the home folder when empty.")
    ] = None

    @property
    def url(self) -> str:
        """The database, with the driver this program uses."""
        if not self.database_url:
            return f"sqlite:///{(self.home / 'disclosure.db').as_posix()}"
        for plain in ("postgresql://", "postgres://"):
            if self.database_url.startswith(plain):
                return f"postgresql+psycopg://{self.database_url.removeprefix(plain)}"
        return self.database_url

    @property
    def files(self) -> Path:
        """Where issued letters and attachments are kept."""
        return self.home / "files"

    @property
    def key_file(self) -> Path:
        """Where the key is kept, unless it is set as a value."""
        return self.secret_key_file or self.home / "secret.key"
