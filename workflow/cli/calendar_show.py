"""`disclosure calendar show`: the notices, and the unusual days of a year; without a database, like `due`."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from workflow.cli.announced import announced
from workflow.cli.explained import WEEKDAYS
from workflow.cli.options import Json, whole
from workflow.cli.screen import Say, facts, show, show_json, table
from workflow.files.calendars import shipped_notices
from workflow.language import translator
from workflow.rules.calendar import EARLIEST, Calendar, Why
from workflow.rules.errors import BadInput


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show")(show_calendar)


def show_calendar(
    ctx: typer.Context,
    *,
    year: Annotated[
        int | None, typer.Option("--year", parser=whole, metavar="YEAR", help="A year, to list its unusual days.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the holiday notices, or the days of one year that are not as the week has them."""
    say = translator(ctx.obj.language)
    calendar = announced(ctx.obj, say)
    if year is None:
        _show_notices(calendar, say, as_json=as_json)
        return
    if not EARLIEST.year <= year <= date.max.year:
        raise BadInput(
            "{year} is not in the calendar. Enter a year from {first} on.", year=str(year), first=str(EARLIEST.year)
        )
    _show_year(calendar, year, say, as_json=as_json)


def _show_notices(calendar: Calendar, say: Say, *, as_json: bool) -> None:
    shipped = {notice.id for notice in shipped_notices()}
    if as_json:
        notices = [
            {
                "id": one.id,
                "title": one.title,
                "known_on": one.known_on,
                "years": one.years,
                "shipped": one.id in shipped,
            }
            for one in calendar.notices
        ]
        show_json({"version": calendar.version, "horizon": calendar.horizon, "notices": notices})
        return
    rows = [
        [
            ", ".join(map(str, one.years)),
            str(one.known_on),
            say("shipped") if one.id in shipped else say("imported"),
            say("amends") if one.amends else "",
            one.title,
        ]
        for one in calendar.notices
    ]
    table([say("Years"), say("Known on"), say("Source"), "", say("Title")], rows)
    facts({say("Announced until"): str(calendar.horizon), say("Version"): calendar.version})


def _show_year(calendar: Calendar, year: int, say: Say, *, as_json: bool) -> None:
    days = list(_days(year))
    working = sum(calendar.is_working(one) for one in days)
    provisional = calendar.provisional(days[-1])
    unusual = [(one, *calendar.why(one)) for one in days if calendar.why(one)[0] in (Why.DAY_OFF, Why.MAKE_UP)]
    if as_json:
        listed = [{"on": on, "why": why.value, "notice": title} for on, why, title in unusual]
        show_json({"year": year, "working_days": working, "provisional": provisional, "days": listed})
        return
    facts({say("Year"): str(year), say("Working days"): str(working)})
    if provisional:
        show(
            say(
                "Provisional: the notice for {year} is not known here. Import it with: disclosure calendar import."
            ).format(year=year)
        )
    table(
        [say("Day"), "", say("Why"), say("Notice")],
        [[str(on), say(WEEKDAYS[on.weekday()]), say(why.value), title] for on, why, title in unusual],
    )


def _days(year: int) -> Iterator[date]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return map(date.fromordinal, range(first, last + 1))
