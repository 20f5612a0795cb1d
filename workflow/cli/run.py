"""`disclosure run`: the main job on real input, in a folder of its own, with nothing to install or start."""

import sys
from datetime import date
from pathlib import Path
from shutil import rmtree
from typing import Any

import typer
from rich.console import Console

from workflow.actions.statistics import statistics
from workflow.cli.demonstration import shown
from workflow.cli.demonstration.player import Office, Player, play
from workflow.cli.demonstration.replayed import replay_figures, replay_year
from workflow.cli.demonstration.stories import STORIES
from workflow.cli.desk import Desk, opened
from workflow.rules.annual_report import as_json
from workflow.rules.calendar import Calendar
from workflow.rules.errors import RuleBroken
from workflow.settings import Settings
from workflow.store.dossier import issued_letters
from workflow.store.people import agency
from workflow.store.verify import verify

FOLDER = "demonstration"
LONGEST = 60  # Working days that the longest of the twelve requests takes, with room to spare.
APART = 3  # Working days between the receipts of two of them.


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="run")(run)


def run(ctx: typer.Context) -> None:
    """Replay a published year, drive twelve requests through every path, count the year, verify the record."""
    settings: Settings = ctx.obj
    home = settings.home / FOLDER
    fresh(home)
    with opened(Settings(home=home, language=settings.language)) as desk:
        demonstrate(desk, home, Console(width=None if sys.stdout.isatty() else 120, soft_wrap=False))


def fresh(home: Path) -> None:
    """Empty the demonstration's own folder, so that every run gives the same; nothing else lies there."""
    if home.exists():
        rmtree(home)
    (home / "letters").mkdir(parents=True)
    (home / "ledgers").mkdir()


def demonstrate(desk: Desk, home: Path, console: Console) -> None:
    """Do the four parts and say what was made."""
    say, today = desk.translate, desk.today
    office = Office.open(desk.store, desk.seal, today)
    console.rule(say("1. Huai'an 2024: 3,153 requests of a published report, as a ledger"))
    compared = replay_year(office, home / "ledgers", today, lambda _: None)
    shown.statutory(console, say, compared.result)
    if compared.different:
        raise RuleBroken("The replayed year differs from the published one: {cells}.", cells=compared.different)
    console.print(say("All {cells} published cells are equal.").format(cells=compared.cells))
    entered, same = replay_figures(office, home / "ledgers", today)
    if not same:
        raise RuleBroken("The figures of Baiyin 2018 came out changed.")
    console.print(say("Baiyin 2018: {entered} figures went in and came out unchanged.").format(entered=entered))
    console.rule(say("2. Twelve requests through every path"))
    year, plays = play_all(office, today, console, desk)
    written = copy_letters(desk, plays, home / "letters")
    console.rule(say("3. The statistics of {year} with these twelve").format(year=year))
    out = home / f"statistics-{year}.json"
    with desk.store.reading() as connection:
        row = agency(connection, office.agency_id)
    result = statistics(desk.store, row, year, today=today)
    out.write_bytes(as_json(result))
    shown.statutory(console, say, result)
    console.rule(say("4. The record held against itself"))
    checked = verify(desk.store)
    if checked.difference is not None:
        raise RuleBroken("The record differs at {where}.", where=checked.difference.where)
    console.print(
        say("{cases} cases and {events} entries verified.").format(cases=checked.cases, events=checked.events)
    )
    shown.made(
        console,
        say,
        [
            (say("record (SQLite)"), str(home / "disclosure.db")),
            (say("{n} letters, HTML and DOCX").format(n=written), str(home / "letters")),
            (say("ledgers, proceedings and figures"), str(home / "ledgers")),
            (say("statistics of {year}").format(year=year), str(out)),
        ],
    )
    here = f"DISCLOSURE_HOME={home} DISCLOSURE_AGENCY=JX-HB DISCLOSURE_USER=caseworker"
    command = called_by(sys.argv[0])
    console.print(say("Next, try:"), highlight=False)
    console.print(f"  {here} {command} case show {plays[2].now.case_no} --why", highlight=False, soft_wrap=True)
    console.print(f"  {command} due {today} --explain", highlight=False, soft_wrap=True)


def called_by(program: str) -> str:
    """Return how to call the command again from here: by the name it was called by, or by its place."""
    path = Path(program)
    if path.name != "disclosure":
        return "disclosure"
    inside = path.is_absolute() and path.is_relative_to(Path.cwd())
    return str(path.relative_to(Path.cwd())) if inside else program


def play_all(office: Office, today: date, console: Console, desk: Desk) -> tuple[int, list[Player]]:
    """Play the twelve requests so that all of them have ended by today; return the year they count in."""
    plays = written_down(office, today)
    play(plays)
    for number, played in enumerate(plays, 1):
        shown.timeline(console, desk.translate, number, played)
    return first_day(office.calendar, today).year, plays


def written_down(office: Office, today: date) -> list[Player]:
    """Return the twelve requests with what is to be done about them and when; nothing is done yet."""
    first = first_day(office.calendar, today)
    plays = []
    for number, story in enumerate(STORIES):
        title = (story.__doc__ or "").split(":")[0]
        plays.append(Player(office, title, office.calendar.add(first, 1 + APART * number)))
        story(plays[-1])
    return plays


def first_day(calendar: Calendar, today: date) -> date:
    """Return a day of this year from which all twelve end by today; of last year while this one is too young."""
    needed = LONGEST + APART * len(STORIES)
    start = date(today.year, 1, 1)
    return start if calendar.used(start, today) >= needed else date(today.year - 1, 1, 1)


def copy_letters(desk: Desk, plays: list[Player], folder: Path) -> int:
    """Write the issued letters under names a person can read; return how many."""
    with desk.store.reading() as connection:
        letters: list[Any] = issued_letters(connection, [play.now.id for play in plays])
    for letter in letters:
        name = f"{letter.case_no}-{letter.no:02d}-{letter.title}"
        (folder / f"{name}.html").write_bytes(desk.store.files.get(letter.html, ".html"))
        (folder / f"{name}.docx").write_bytes(desk.store.files.get(letter.docx, ".docx"))
    return len(letters)
