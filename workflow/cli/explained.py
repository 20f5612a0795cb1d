"""A due day shown day by day: which days count, which do not, and why."""

from collections.abc import Iterator

from workflow.cli.columns import aligned
from workflow.cli.screen import Say
from workflow.rules.clock import Clock
from workflow.rules.explain import Day, Explanation
from workflow.rules.receipt_rules import Receipt

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def explanation_lines(explained: Explanation, say: Say) -> Iterator[str]:
    """Yield the basis, each day with its reason, and as the last line the due day alone, or a dash."""
    yield say("Basis: {basis}").format(basis=say(", ").join(explained.basis))
    yield say("Period: {period} working days; extension: {extension}; holiday calendar {calendar}").format(
        period=explained.period, extension=explained.clock.extension_days, calendar=explained.calendar
    )
    yield say("Start: {start}; day 1 is the next working day").format(start=explained.clock.start)
    yield from aligned([_day(day, say) for day in explained.days])
    yield from due_lines(explained.clock, say)


def due_lines(clock: Clock, say: Say) -> Iterator[str]:
    """Yield what is to be said of the due day, and it alone as the last line."""
    if clock.provisional:
        yield say("Provisional: the holidays of {year} are not announced yet, so the due day may still move.").format(
            year=clock.due_on.year if clock.due_on else ""
        )
    yield say("Last day of the reply period:") if clock.due_on else say("The period does not run now:")
    yield str(clock.due_on or "-")


def explanation_json(explained: Explanation) -> dict[str, object]:
    """Return the explanation for a program; reasons by their English names."""
    return {
        "basis": list(explained.basis),
        "period": explained.period,
        "calendar": explained.calendar,
        "days": [
            {
                "on": day.on,
                "counted": day.counted,
                "number": day.number or None,
                "why": day.why.value,
                "detail": day.detail,
                "provisional": day.provisional,
            }
            for day in explained.days
        ],
    }


def remaining_words(clock: Clock, say: Say) -> str:
    """Return how many working days are left, in words."""
    if clock.remaining is None:
        return ""
    if clock.overdue:
        return say("overdue by {days} working days").format(days=-clock.remaining)
    return say("{days} working days left").format(days=clock.remaining)


def receipt_lines(taken: Receipt, say: Say) -> Iterator[str]:
    """Yield the rule by which a request is received, with its article, and what speaks against it."""
    yield say(taken.rule.value) + (f" ({taken.article})" if taken.article else "")
    yield from (say(warning.value) for warning in taken.warnings)


def _day(day: Day, say: Say) -> list[str]:
    number = str(day.number) if day.counted else "-"
    detail = f"({day.detail})" if day.detail else ""
    return [f"{day.on} {say(WEEKDAYS[day.on.weekday()])}", number, f"{say(day.why.value)} {detail}".rstrip()]
