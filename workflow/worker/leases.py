"""Work that one worker does at a time, however many there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from workflow.installation import Installation
from workflow.store import beats


class Held:
    """A lease while it is held; `place` is kept for the next turn."""

    def __init__(self, place: str) -> None:
        self.place = place


@contextmanager
def leased(installation: Installation, name: str, holder: str, lease: timedelta) -> Iterator[Held | None]:
    """Hold the lease of some work for a block; None where another worker holds it. After a failure it runs out."""
    with installation.store.unit() as unit:
        beat = beats.take(unit, name, holder, installation.now(), lease)
    if beat is None:
        yield None
        return
    held = Held(beat.place)
    yield held
    with installation.store.unit() as unit:
        unit.begin()
        beats.done(unit, name, holder, installation.now(), place=held.place)
