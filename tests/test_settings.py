import re
from pathlib import Path

import pytest
from msgspec.structs import fields

from workflow.rules.errors import BadInput
from workflow.settings import PREFIX, Secret, Settings, read_settings

PAGE = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
ROWS = {row[1]: row[2] for row in re.finditer(r"^\| `(\w+)` \| (.+?) \|", PAGE, re.MULTILINE)}


def test_every_setting_is_documented_and_no_other() -> None:
    assert set(ROWS) == {PREFIX + field.name.upper() for field in fields(Settings)}


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.encode_name)
def test_the_page_gives_the_default(field: object) -> None:
    name, default = field.encode_name, field.default  # type: ignore[attr-defined]  # msgspec's own class
    shown = f"`{default}`" if default not in ("", None) else "empty"
    assert ROWS[PREFIX + name.upper()].startswith(shown), name


def test_settings_come_from_the_environment() -> None:
    own = read_settings(
        {
            "DISCLOSURE_HOME": "/srv/desk",
            "DISCLOSURE_LANGUAGE": "en",
            "DISCLOSURE_AGENCY": "",
            "DISCLOSURE_UNHEARD_OF": "x",
            "HOME": "/root",
        }
    )
    assert own == Settings(home=Path("/srv/desk"), language="en")
    assert own.files == Path("/srv/desk/files")
    assert own.key_file == Path("/srv/desk/secret.key")
    assert read_settings({"DISCLOSURE_SECRET_KEY_FILE": "/etc/key"}).key_file == Path("/etc/key")


def test_a_key_is_not_shown() -> None:
    own = read_settings({"DISCLOSURE_SECRET_KEY": "abcdef"})
    assert own.secret_key == "abcdef"  # noqa: S105 (no key of anything)
    assert isinstance(own.secret_key, Secret)
    assert "abcdef" not in repr(own)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("", "sqlite:///var/disclosure.db"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("postgresql://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
        ("postgres://u:p@h/n", "postgresql+psycopg://u:p@h/n"),
        ("postgresql+psycopg://h/n", "postgresql+psycopg://h/n"),
    ],
)
def test_the_database_gets_the_driver_of_this_program(given: str, url: str) -> None:
    assert read_settings({"DISCLOSURE_DATABASE_URL": given}).url == url


@pytest.mark.parametrize("given", ["mysql://h/n", "sqlite://", "x"])
def test_an_unknown_database_is_refused(given: str) -> None:
    with pytest.raises(BadInput, match="DISCLOSURE_DATABASE_URL names no database"):
        _ = Settings(database_url=given).url


def test_a_command_may_act_for_another() -> None:
    own = Settings(agency="1", user="li")
    assert own.acting() == own
    assert own.acting(agency="2") == Settings(agency="2", user="li")
    assert own.acting(user="wang") == Settings(agency="1", user="wang")
