import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import create_engine

from workflow.cli import screen
from workflow.cli.calendars import CalendarCommands
from workflow.cli.cases import CaseCommands
from workflow.cli.columns import aligned, cells, wrapped
from workflow.cli.letters import LetterCommands
from workflow.cli.main import Top
from workflow.cli.spoken import Commands, SpokenGroup, load
from workflow.rules.states import Step
from workflow.store import session


@pytest.mark.parametrize("group", [Top, CaseCommands, CalendarCommands, LetterCommands])
def test_summary_is_the_first_sentence_of_the_command(group: type[SpokenGroup]) -> None:
    for module, commands in group.parts.items():
        loaded = load(module).commands
        assert {name: " ".join((loaded[name].help or "").split("\n\n")[0].split()) for name in commands} == commands


def test_every_step_of_the_state_table_has_its_command() -> None:
    names = {name for commands in CaseCommands.parts.values() for name in commands}
    by_itself = {Step.RECALCULATE, Step.SET_OUT_LETTER}
    steps = {step.value.replace("_", "-") for step in Step if step not in by_itself}
    assert names == {*steps, "register", "show", "list-steps", "bundle"}


@pytest.mark.parametrize("args", [["--help"], ["case", "--help"], ["case", "draft", "--help"], ["import", "--help"]])
def test_help_is_chinese_unless_english_is_asked_for(cli: Any, args: list[str]) -> None:
    chinese, english = cli(*args, language="zh_CN"), cli(*args)
    assert (chinese.status, english.status) == (0, 0)
    assert "用法：" in chinese.out
    assert "Usage:" not in chinese.out
    assert "Usage:" in english.out
    assert "选项" not in english.out


def test_no_command_shows_the_help(cli: Any) -> None:
    answer = cli()
    assert answer.status == 2
    assert "check-report" in answer.out


@pytest.mark.parametrize(
    ("args", "chinese", "english"),
    [
        (["quue"], "没有命令 disclosure quue。命令有：queue。", "Commands: queue."),
        (["queue", "--limt", "3"], "没有选项--limt", "Did you mean --limit"),
        (["queue", "--limit"], "选项--limit需要一个值", "needs a value"),
        (["queue", "--mine=1"], "选项--mine不带值", "takes no value"),
        (["due"], "缺少日期。", "DATE is missing."),
        (["case", "withdraw", "1"], "缺少--how。", "--how is missing."),
        (["due", "2026-03-02", "again"], "不能使用again", "cannot use again"),
        (["queue", "--limit", "many"], "many不是整数", "no whole number"),
        (["due", "2026-02-30"], "日历上没有2026-02-30", "There is no 2026-02-30"),
        (["due", "yesterday"], "yesterday不是日期", "is no date"),
        (["due", ""], "日期为空", "The day is empty"),
        (["case", "frobnicate", "1"], "没有命令 disclosure case frobnicate", "There is no command"),
    ],
)
def test_a_wrong_command_line_is_one_sentence(cli: Any, args: list[str], chinese: str, english: str) -> None:
    for language, wanted in (("zh_CN", chinese), ("en", english)):
        answer = cli(*args, language=language)
        assert answer.status == 2
        assert answer.out == ""
        assert wanted in answer.err
        assert answer.err.count("\n") == 1


def test_an_unknown_language_is_refused_in_chinese(cli: Any) -> None:
    answer = cli("queue", language="fr")
    assert (answer.status, answer.err) == (2, "没有语言fr。请选择zh_CN或者en。\n")


@pytest.mark.parametrize("url", ["mysql://host/name", "garbage", "sqlite://", "oracle+x://u:secret@host"])
def test_an_unknown_database_is_refused_without_its_password(cli: Any, url: str) -> None:
    answer = cli("queue", database_url=url)
    assert answer.status == 2
    assert "DISCLOSURE_DATABASE_URL" in answer.err
    assert "secret" not in answer.err


def test_a_home_folder_that_cannot_be_made(cli: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    answer = cli("queue", home=str(tmp_path / "file" / "home"))
    assert (answer.status, answer.out) == (1, "")
    assert "cannot be read or written: Not a directory" in answer.err


def test_a_database_file_that_is_none(cli: Any, home: Path) -> None:
    for left in home.glob("disclosure.db*"):
        left.unlink()
    (home / "disclosure.db").write_text("no database " * 100, encoding="utf-8")
    answer = cli("queue")
    assert (answer.status, answer.err.count("\n")) == (1, 1)
    assert "not a database" in answer.err


def test_a_database_of_something_else(cli: Any, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("create table accounts (id integer)")
    answer = cli("queue", database_url=f"sqlite:///{other}")
    assert answer.status == 2
    assert "tables of something else" in answer.err


@pytest.mark.parametrize("command", ["queue", "db upgrade"])
def test_a_database_of_a_newer_version_is_left_alone(cli: Any, home: Path, command: str) -> None:
    with closing(sqlite3.connect(home / "disclosure.db")) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    answer = cli(*command.split())
    assert answer.status == 2
    assert "from a newer version of this program (schema 9999)" in answer.err


def test_a_database_that_somebody_else_writes(cli: Any, case: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def impatient(url: str, **options: Any) -> Any:
        return create_engine(url, **{**options, "connect_args": {"timeout": 0.05}})

    monkeypatch.setattr(session, "create_engine", impatient)
    with closing(sqlite3.connect(home / "disclosure.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        answer = cli("case", "review", case)
    assert answer.status == 1
    assert "Another program holds the database" in answer.err
    assert cli("case", "review", case).status == 0


def test_a_wrong_key_is_told(cli: Any, case: str) -> None:
    assert cli("case", "show", case, secret_key="abc").status == 2  # noqa: S106 (no key of anything)
    other = cli("case", "show", case, secret_key="1" * 43 + "=")
    assert "cannot be opened with this key" in other.err


LIGHT = """
import sys
from workflow.cli.main import run
status = run(sys.argv[2:], {"DISCLOSURE_HOME": sys.argv[1], "DISCLOSURE_LANGUAGE": "en"})
heavy = {"sqlalchemy", "alembic", "psycopg", "pydantic", "openpyxl", "rich.console", "docx"}
heavy |= {"celery", "kombu", "prometheus_client", "icalendar"}
heavy &= set(sys.modules)
sys.exit(f"imported {heavy}" if heavy else status)
"""


@pytest.mark.parametrize("command", ["--help", "case --help", "due 2026-03-02 --explain", "clock {file}", "version"])
def test_a_command_that_needs_no_database_does_not_wait_for_it(home: Path, tmp_path: Path, command: str) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": 1, "as_of": "2026-03-03", "events": [{"type": "received", "on": "2026-03-02"}]}')
    args = [arg.format(file=questions) for arg in command.split()]
    done = subprocess.run([sys.executable, "-c", LIGHT, str(home), *args], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def started(home: Path, *args: str, **options: Any) -> Any:
    environ = {**os.environ, "DISCLOSURE_HOME": str(home), "DISCLOSURE_LANGUAGE": "en"}
    command = [sys.executable, "-c", "from workflow.cli import main; main()", *args]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_a_reader_who_has_had_enough_is_not_told_of_it(home: Path) -> None:
    with started(home, "calendar", "show") as process:
        process.stdout.close()
        assert process.stderr.read() == b""


def test_output_that_cannot_be_written_is_told(home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", "from workflow.cli import main; main()", "version"],
            env={**os.environ, "DISCLOSURE_HOME": str(home), "DISCLOSURE_LANGUAGE": "en"},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        ["The output cannot be written: No space left on device. Check the disk, or whoever reads it."],
    )


def test_a_console_without_chinese_characters_shows_the_rest(home: Path) -> None:
    environ = {**os.environ, "DISCLOSURE_HOME": str(home), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-c", "from workflow.cli import main; main()", "due", "2026-03-02"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "2026-03-30")


def test_a_table_is_drawn_on_a_terminal_only(cli: Any, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "─" not in cli("queue").out
    monkeypatch.setattr(screen, "drawn", lambda: True)
    drawn = cli("queue").out
    assert "─" in drawn
    assert case in drawn


def test_long_work_shows_how_far_it_is_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with screen.progress("Rows") as told:
        told(5)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with screen.progress("Rows", 7) as told:
        told(5)
    assert "5/7" in capsys.readouterr().err
    monkeypatch.setenv("NO_COLOR", "1")
    with screen.progress("Rows", 7) as told:
        told(5)
    assert capsys.readouterr().err == ""


def test_interruption_is_quiet(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("workflow.cli.reports.check_report", interrupted)
    answer = cli("check-report", "x.json")
    assert (answer.status, answer.err) == (130, "")


def test_columns_count_a_chinese_character_as_two_places() -> None:
    assert [cells("abc"), cells("案件"), cells("a案")] == [3, 4, 3]
    assert list(aligned([("案件", "x"), ("a", "y")])) == ["案件  x", "a     y"]


def test_text_is_wrapped_between_words_and_characters_but_not_before_a_mark() -> None:
    assert list(wrapped("one two three", 7)) == ["one two", "three"]
    assert list(wrapped("一二三，四五", 6)) == ["一二三，", "四五"]
    assert list(wrapped("", 5)) == [""]


def test_a_module_without_commands_of_its_own_is_a_plain_group() -> None:
    group = typer.main.get_group(Commands(help="Nothing."))
    assert isinstance(group, SpokenGroup)
    assert group.summaries == {}
