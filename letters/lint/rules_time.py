"""L13 to L15: the reply in time, one extension told in time, one correction asked for in time.

Source:
    政府信息公开条例 (2019), Arts. 30, 33; (2008), Art. 24; 国办公开办函〔2016〕235号; rows 9, 12, 20.
"""

from collections.abc import Iterator
from datetime import date

from letters.kinds import CorrectionNotice, Document, ExtensionNotice
from letters.lint.facts import CaseFacts, Extension
from letters.lint.finding import Flaw, flaw
from letters.lint.reading import decides, to_third_party


def in_time(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L13: it goes out by the last day, or the cause of the delay is on record.

    It goes out on the planned day or, where none is planned, on its own day at the earliest. Nothing is said while the
    clock stands.
    """
    leaves_on = facts.dispatch_on or letter.issued_on
    if not decides(letter) or to_third_party(letter, facts) or facts.due_on is None:
        return
    if leaves_on > facts.due_on and not facts.late_reason.strip():
        yield flaw(
            "The letter goes out on {day}, after the last day {due}. Mark the case as overdue and give the cause.",
            day=leaves_on,
            due=facts.due_on,
        )


def extension_told(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L14: one extension within the most allowed, approved before its notice, told before the last day ends."""
    notice = letter if isinstance(letter, ExtensionNotice) else None
    if facts.extension is None:
        if notice is not None:
            yield flaw("The notice tells of an extension that is not on record. Extend the period first.")
        return
    if notice is None and not decides(letter):
        return
    yield from _allowed(facts.extension)
    if notice is None:
        yield from _told(facts.extension, facts.extension.served_on)
        return
    if facts.extension.approved_on is None or facts.extension.approved_on > notice.issued_on:
        yield flaw("The extension was not approved when its notice was written. Have it approved first.")
    yield from _told(facts.extension, facts.extension.served_on or facts.dispatch_on or notice.issued_on)
    if (notice.days, notice.due_before, notice.due_on) != (
        facts.extension.days,
        facts.extension.due_before,
        facts.extension.due_after,
    ):
        yield flaw("Days or last day of the notice are not those of the extension on record. Write it anew.")


def _allowed(extension: Extension) -> Iterator[Flaw]:
    if extension.times > 1:
        yield flaw("The period was extended {times} times; once is allowed.", times=extension.times)
    if not 1 <= extension.days <= extension.most:
        yield flaw(
            "The period is extended by {days} working days; 1 to {most} are allowed. Set another last day.",
            days=extension.days,
            most=extension.most,
        )


def _told(extension: Extension, on: date | None) -> Iterator[Flaw]:
    if on is None:
        yield flaw("The period was extended, and the applicant was not told. Without the notice the reply is late.")
    elif on > extension.due_before:
        yield flaw(
            "The extension was told on {day}, after the last day {due}. It came too late: treat the case as overdue.",
            day=on,
            due=extension.due_before,
        )


def correction_asked(letter: Document, facts: CaseFacts) -> Iterator[Flaw]:
    """L15: asked for within the period, once, with time enough.

    Where the working days given are not on record, the days of the calendar are taken: they are never fewer.
    """
    if not isinstance(letter, CorrectionNotice):
        return
    asked = facts.correction
    given = (letter.correct_by - letter.issued_on).days
    if asked is not None:
        if asked.times > 1:
            yield flaw("A correction was asked for {times} times; all points are told at once.", times=asked.times)
        if asked.ask_by is not None and letter.issued_on > asked.ask_by:
            yield flaw(
                "A correction can be asked for until {day}; the notice is of {issued}. Answer what was asked for.",
                day=asked.ask_by,
                issued=letter.issued_on,
            )
        if asked.last_on is not None and asked.last_on != letter.correct_by:
            yield flaw(
                "The notice gives time until {told}, and the record until {day}. Write it anew.",
                told=letter.correct_by,
                day=asked.last_on,
            )
        given = asked.days if asked.days is not None else given
    if given < facts.min_correction_days:
        yield flaw(
            "The applicant has {days} days for the correction; the office gives at least {least} working days.",
            days=given,
            least=facts.min_correction_days,
        )
