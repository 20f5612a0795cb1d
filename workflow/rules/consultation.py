"""Pauses of a clock: a consultation (征求意见) with the silence rule of its party, or a request for reasons."""

from datetime import date

from workflow.rules.clock_events import Party


class Pause:
    """A span `(started_on, end]` whose days may be left out of the period; open while it has no end.

    Args:
        started_on: The day the letter went out; counting stops after it.
        counted: Whether the law of the running period leaves its days out.
        party: Whom a consultation asks; None for a request for reasons (说明理由).
        ref: Name of the consultation in the case.

    """

    __slots__ = ("answered_on", "counted", "delivered_on", "last_on", "party", "ref", "started_on")

    def __init__(self, started_on: date, *, counted: bool, party: Party | None = None, ref: str = "") -> None:
        self.started_on = started_on
        self.counted = counted
        self.party = party
        self.ref = ref
        self.delivered_on: date | None = None
        self.last_on: date | None = None  # the party's last day, once it signed for the letter
        self.answered_on: date | None = None

    def end(self, as_of: date) -> date | None:
        """Return the last day left out, or None while the pause is open on `as_of`.

        Silence closes it at the end of the party's last day, and an answer after that day changes nothing
        (政府信息公开条例 2019, Arts. 32, 34).
        """
        if self.last_on is None or as_of <= self.last_on:
            return self.answered_on
        if self.answered_on is None or self.answered_on > self.last_on:
            return self.last_on
        return self.answered_on
