"""The full life of a request, beside SpiffWorkflow and viewflow that take requests through a flow of their own."""

import multiprocessing
import statistics
from collections.abc import Callable

from workflow.actions.agencies import Stamp, change_agency

from . import desk_life, spiff_life, viewflow_life
from .clients import Maker
from .databases import Place, postgres
from .pool import NOW, TODAY
from .racing import Bar, Size, Table
from .record import found, load, replied
from .steps import Turns, compared

OURS, DECIDED = "this engine, with the letter", "this engine, up to the decision"
SPIFF, WHOLE, SPIFF_LONG = "SpiffWorkflow", "SpiffWorkflow, serialize_json", "SpiffWorkflow, as many steps"
VIEWFLOW, VIEWFLOW_LONG = "viewflow", "viewflow, as many steps"
ON_RECORD = 20_000  # Cases that were there before.
_CONTENDERS: dict[str, tuple[Maker, int]] = {
    OURS: (desk_life.with_letter, 8),
    DECIDED: (desk_life.without_letter, 6),
    SPIFF: (spiff_life.five, 5),
    WHOLE: (spiff_life.five_whole, 5),
    SPIFF_LONG: (spiff_life.eight, 8),
    VIEWFLOW: (viewflow_life.five, 5),
    VIEWFLOW_LONG: (viewflow_life.eight, 8),
}
"""Who runs, and in how many steps; each step is one commit."""


def measure(size: Size) -> list[Table]:
    """See requests through with one client each, one request after the other."""
    with postgres() as place:
        _lay_out(place, size)
        turns = compared(place, {name: make for name, (make, _) in _CONTENDERS.items()}, 1, size)
    rows = {name: _row(turns, name, steps) for name, (_, steps) in _CONTENDERS.items()}
    bars = [
        Bar(f"lives/s / {SPIFF}", _ratio(turns, OURS, SPIFF), 3),
        Bar(f"lives/s / {VIEWFLOW}", _ratio(turns, OURS, VIEWFLOW), 5),
    ]
    note = (
        "Each step is one commit. This engine also seals and recognises the applicant, checks roles, days and "
        "versions, keeps the clock, chains the record, gives out numbers, and keeps the letter on the disk, as a page "
        "and as DOCX. SpiffWorkflow keeps its state as JSON, with an audit and an outbox row a step; viewflow keeps "
        "its tasks."
    )
    return [Table("The life of a request on PostgreSQL, 1 client", rows, bars, note)]


def _row(turns: Turns, name: str, steps: int) -> dict[str, object]:
    some = turns[name]
    return {
        "steps": steps,
        "lives/s": round(statistics.median(turn.rate for turn in some)),
        "least": round(min(turn.rate for turn in some)),
        "most": round(max(turn.rate for turn in some)),
        "client CPU ms": round(statistics.median(turn.cpu for turn in some) * 1e3, 2),
        f"x {SPIFF}": _ratio(turns, name, SPIFF),
        f"x {VIEWFLOW}": _ratio(turns, name, VIEWFLOW),
    }


def _ratio(turns: Turns, name: str, than: str) -> float:
    """Return how many times the lives a second, the median of the rounds."""
    return round(statistics.median(a.rate / b.rate for a, b in zip(turns[name], turns[than], strict=True)), 3)


def _lay_out(place: Place, size: Size) -> None:
    """Found an office whose replies can name the body above it, with a year of cases; and the tables of the peers."""
    store = place.store()
    office = found(store)
    with store.unit() as unit:
        change_agency(unit, Stamp(None, TODAY, NOW), office.agency, settings={"government": "某县人民政府"})
    store.close()
    load(place, office, replied, size.rows(ON_RECORD))
    spiff_life.prepare(place)
    _apart(viewflow_life.prepare, place)


def _apart(work: Callable[[Place], None], place: Place) -> None:
    """Do something in a process of its own, so that what it sets up stays there."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(place,))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(process.exitcode)
