"""Clients that work at the same time, each a process with its own connection."""

import multiprocessing
import random
from collections.abc import Callable
from multiprocessing.connection import Connection
from time import perf_counter, process_time
from types import TracebackType
from typing import NamedTuple, Self

from .databases import Place

Step = Callable[[], int]
"""Does some operations and returns how many."""

Maker = Callable[[Place, int, int], Step]
"""Makes the step of one client: where the record is, which client it is, of how many."""

_WARM = 30


class Turn(NamedTuple):
    """What the clients did in one turn, together: operations a second, and processor time of each."""

    rate: float
    cpu: float


class Clients:
    """So many processes that all take the same step; they are started once and wait between turns."""

    def __init__(self, make: Maker, place: Place, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipes: list[Connection] = []
        self._processes = []
        for number in range(count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(make, place, number, count, theirs), daemon=True)
            process.start()
            theirs.close()  # So that a client that fails is noticed.
            self._pipes.append(ours)
            self._processes.append(process)
        for pipe in self._pipes:
            pipe.recv()

    def turn(self, seconds: float) -> Turn:
        """Let all clients work for a while."""
        for pipe in self._pipes:
            pipe.send(seconds)
        done = [pipe.recv() for pipe in self._pipes]
        operations = sum(count for count, _, _ in done)
        return Turn(sum(count / wall for count, wall, _ in done), sum(cpu for _, _, cpu in done) / operations)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in self._pipes:
            pipe.send(None)
        for process in self._processes:
            process.join(timeout=10)


def _work(make: Maker, place: Place, number: int, count: int, pipe: Connection) -> None:
    random.seed(number)
    step = make(place, number, count)
    for _ in range(_WARM):
        step()
    pipe.send("ready")
    while (seconds := pipe.recv()) is not None:
        operations, start, busy = 0, perf_counter(), process_time()
        while (wall := perf_counter() - start) < seconds:
            operations += step()
        pipe.send((operations, wall, process_time() - busy))
