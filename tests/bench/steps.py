"""One durable step, and a hundred in one commit, beside the same rows written by hand."""

import statistics
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from uuid import UUID

from workflow.actions.clear_secrecy import send_back
from workflow.actions.draft import submit
from workflow.rules.record.case import Call, Case
from workflow.rules.states import State

from . import raw_steps
from .clients import Clients, Maker, Step, Turn
from .databases import Place, postgres, sqlite
from .gates import gates
from .pool import NOW, TODAY, Share, person, picker
from .racing import Bar, Size, Table
from .record import drafted, found, load

BATCH = 100
BATCHED = f"this engine, {BATCH} in one commit"
POOL = 60_000  # A third of them for each contender; six entries each.
OURS, ONE_BY_ONE, ONE_STATEMENT, SQLITE3 = (
    "this engine",
    "psycopg, one by one",
    "psycopg, one statement",
    "sqlite3, one by one",
)

Turns = dict[str, list[Turn]]


class Walker:
    """Takes SUBMIT and SEND_BACK in turn in the cases of one client's share."""

    def __init__(self, place: Place, share: Share) -> None:
        self.standing = {
            id_: (version, state) for id_, (version, state) in share.read(place, "version", "state").items()
        }
        self.pick = picker(list(self.standing))
        self.clerk, self.head = person(place, "zhang"), person(place, "wang")

    def call(self, case_id: UUID, key: str) -> Call:
        """Return the call of the next step of a case."""
        version, state = self.standing[case_id]
        by = self.clerk if state == State.REVIEWED else self.head
        return Call(by=by, on=TODAY, at=NOW, key=key, version=version)

    def note(self, case: Case) -> None:
        """Remember where a case stands now."""
        self.standing[case.id] = (case.version, case.state)


def engine(place: Place, client: int, clients: int, contender: int = 0) -> Step:
    """Take one step through its action, in a unit of its own."""
    store, walker = place.store(), Walker(place, Share(contender, client, clients))

    def step() -> int:
        case_id, key = walker.pick()
        call = walker.call(case_id, key)
        with store.step() as unit:
            if call.by == walker.clerk:
                case = submit(unit, case_id, call)
            else:
                case = send_back(unit, case_id, call, reason="请补充理由")
        walker.note(case)
        return 1

    return step


def compared(place: Place, makers: Mapping[str, Maker], clients: int, size: Size) -> Turns:
    """Let all contenders take steps for a while each round, in rotating order; one round warms up."""
    turns: Turns = {name: [] for name in makers}
    with ExitStack() as stack:
        ready = {name: stack.enter_context(Clients(make, place, clients)) for name, make in makers.items()}
        names = list(makers)
        for number in range(size.rounds + 1):
            first = number % len(names)
            for name in names[first:] + names[:first]:
                turn = ready[name].turn(size.seconds)
                if number:
                    turns[name].append(turn)
    return turns


def ratio(turns: Turns, than: str, what: Callable[[Turn], float] = lambda turn: turn.rate) -> float:
    """Return the median over the rounds of ours over theirs."""
    pairs = zip(turns[OURS], turns[than], strict=True)
    return round(statistics.median(what(ours) / what(theirs) for ours, theirs in pairs), 3)


def lines(turns: Turns, base: str) -> dict[str, dict[str, object]]:
    """Return the lines of a table: rate, its range, processor time, and the ratio to `base`."""
    return {
        name: {
            "steps/s": round(statistics.median(turn.rate for turn in some)),
            "least": round(min(turn.rate for turn in some)),
            "most": round(max(turn.rate for turn in some)),
            "client CPU µs": round(statistics.median(turn.cpu for turn in some) * 1e6),
            f"x {base}": round(statistics.median(a.rate / b.rate for a, b in zip(some, turns[base], strict=True)), 3),
        }
        for name, some in turns.items()
    }


class Batches(Walker):
    """Takes SUBMIT, then SEND_BACK, in a hundred cases at once."""

    def batch(self) -> tuple[State, list[tuple[UUID, Call]]]:
        """Return a state and the calls of the next step of cases that stand in it."""
        _, state = self.standing[self.pick()[0]]
        chosen: dict[UUID, Call] = {}
        while len(chosen) < BATCH:
            case_id, key = self.pick()
            if self.standing[case_id][1] == state:
                chosen[case_id] = self.call(case_id, key)
        return state, list(chosen.items())


def in_batches(place: Place, client: int, clients: int) -> Step:
    """Take the same step in a hundred cases, with one commit."""
    store, walker = place.store(), Batches(place, Share(1, client, clients))

    def step() -> int:
        state, calls = walker.batch()
        with store.unit() as unit:
            if state == State.REVIEWED:
                cases = submit.many(unit, calls)
            else:
                cases = send_back.many(unit, calls, reason="请补充理由")
        for case in cases:
            walker.note(case)
        return len(cases)

    return step


def measure(size: Size) -> list[Table]:
    """Take steps on PostgreSQL at 1, 2 and 4 clients, in batches, and on SQLite."""
    return [*postgres_steps(size), *sqlite_steps(size)]


def postgres_steps(size: Size) -> list[Table]:
    """One durable step on PostgreSQL; the batches go first, since the hand writes what the engine does not read."""
    makers: dict[str, Maker] = {
        OURS: engine,
        ONE_BY_ONE: raw_steps.one_by_one,
        ONE_STATEMENT: raw_steps.one_statement,
    }
    with postgres() as place:
        _lay_out(place, size)
        exact, batches = gates(place), _batches(place, size)
        return [*(_steps_table(place, makers, clients, size) for clients in (1, 2, 4)), batches, exact]


def _batches(place: Place, size: Size) -> Table:
    turns = compared(place, {OURS: engine, BATCHED: in_batches}, 1, size)
    faster = round(1 / ratio(turns, BATCHED), 3)
    return Table(
        f"{BATCH} steps in one commit on PostgreSQL", lines(turns, OURS), [Bar(f"rate / {OURS}, one by one", faster, 6)]
    )


def _steps_table(place: Place, makers: Mapping[str, Maker], clients: int, size: Size) -> Table:
    turns = compared(place, makers, clients, size)
    bars = [
        Bar(f"rate / {ONE_BY_ONE}", ratio(turns, ONE_BY_ONE), 1.0),
        Bar(f"rate / {ONE_STATEMENT}", ratio(turns, ONE_STATEMENT), 0.5),
        Bar(f"client CPU / {ONE_STATEMENT}", ratio(turns, ONE_STATEMENT, lambda turn: turn.cpu), 3.0, at_least=False),
    ]
    return Table(f"One durable step on PostgreSQL, {clients} client(s)", lines(turns, ONE_BY_ONE), bars)


def sqlite_steps(size: Size) -> list[Table]:
    """One durable step on SQLite."""
    with sqlite() as place:
        _lay_out(place, size)
        turns = compared(place, {OURS: engine, SQLITE3: raw_steps.by_sqlite3}, 1, size)
    bars = [Bar(f"rate / {SQLITE3}", ratio(turns, SQLITE3), 0.45)]
    return [Table("One durable step on SQLite, synchronous=FULL", lines(turns, SQLITE3), bars)]


def _lay_out(place: Place, size: Size) -> None:
    store = place.store()
    office = found(store)
    store.close()
    load(place, office, drafted, size.rows(POOL))
