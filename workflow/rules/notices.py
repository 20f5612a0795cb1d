"""A holiday notice (放假调休通知) of the State Council General Office, as data."""

from datetime import date

import msgspec


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What one notice arranges, and the day from which it was known.

    A deadline computed before an amendment was right when it was computed, so every notice carries `known_on`.

    Args:
        id: Stable name of the notice, such as `CN-2019-2`.
        title: Title as published; shown where a day is explained.
        source: Where it was published.
        known_on: First day on which it can be relied on.
        years: Calendar years it announces. Days of the December before may be among its days.
        off: Days off (放假、补休), the weekends inside a named span included.
        worked: Weekend days worked in lieu (调休上班); in an amendment also weekdays that became working days again.
        note: What is unverified about the notice.
        amends: It changes days of an earlier notice and leaves the other days as they were.

    """

    id: str
    title: str
    source: str
    known_on: date
    years: tuple[int, ...]
    off: tuple[date, ...]
    worked: tuple[date, ...]
    note: str = ""
    amends: bool = False
