"""The command line typed in the test's own process, in a home folder that is copied from a template."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from workflow.cli import clocks, desk
from workflow.cli.main import run
from workflow.settings import Settings

NOW = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 20)


@dataclass(frozen=True)
class Typed:
    """What a command answered."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def last(self) -> str:
        return self.out.splitlines()[-1]


Cli = Callable[..., Typed]


@pytest.fixture(autouse=True)
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "Desk", partial(desk.Desk, now=lambda: NOW))
    monkeypatch.setattr(clocks, "today_here", lambda: TODAY)


@pytest.fixture(scope="session")
def home_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder after its first use: one agency, one person with every role, a key."""
    home = tmp_path_factory.mktemp("cli") / "home"
    own = desk.Desk(Settings(home=home), lambda: NOW)
    assert own.agency.code == "0000"
    assert own.seal is not None
    own.bare_store.close()
    return home


@pytest.fixture
def home(home_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(home_template, tmp_path / "home"))


@pytest.fixture
def cli(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Types a command and returns what it answered; keyword arguments are settings, such as `language="en"`."""

    def typed(*args: object, stdin: bytes = b"", **settings: str) -> Typed:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        environ = {"DISCLOSURE_HOME": str(home), "DISCLOSURE_LANGUAGE": "en"}
        environ |= {f"DISCLOSURE_{name.upper()}": value for name, value in settings.items()}
        capsys.readouterr()
        status = run([str(arg) for arg in args], environ)
        said = capsys.readouterr()
        return Typed(status, said.out, said.err)

    return typed


@pytest.fixture
def case(cli: Cli) -> str:
    """The number of a request that was handed in on 2 March 2026."""
    registered = cli(
        *("case", "register", "--channel", "in_person", "--handed-in-on", "2026-03-02", "--applicant", "张三"),
        *("--class", "natural_person", "--item", "2025年预算", "--id-number", "110101199001011234", "--json"),
    )
    assert registered.status == 0, registered.err
    return str(registered.json["case_no"])
