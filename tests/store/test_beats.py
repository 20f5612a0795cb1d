"""The lease of work that comes round: one holder at a time, and after it whoever comes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from workflow.store.beats import Beat, beats, done, take
from workflow.store.session import Store

NOW = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)


def taken(store: Store, holder: str, now: datetime = NOW) -> Beat | None:
    with store.unit() as unit:
        return take(unit, "sweep", holder, now, LEASE)


def ended(store: Store, holder: str, now: datetime = NOW, **said: object) -> bool:
    with store.unit() as unit:
        return done(unit, "sweep", holder, now, **said)  # type: ignore[arg-type]  # a test names what it is about


def test_one_holds_the_lease_until_it_is_done(store: Store) -> None:
    assert taken(store, "a") == Beat("sweep", 1, NOW, None, None, "", "")
    assert taken(store, "b") is None
    assert ended(store, "a", until_on=date(2026, 3, 23), place="x", note="2 1")
    again = taken(store, "b", NOW + LEASE)
    assert again == Beat("sweep", 2, NOW + LEASE, NOW, date(2026, 3, 23), "x", "2 1")


def test_what_is_not_said_stays(store: Store) -> None:
    taken(store, "a")
    ended(store, "a", until_on=date(2026, 3, 23), place="x")
    taken(store, "a")
    ended(store, "a", note="n")
    with store.reading() as connection:
        (beat,) = beats(connection).values()
    assert (beat.until_on, beat.place, beat.note, beat.turns) == (date(2026, 3, 23), "x", "n", 2)


def test_a_holder_that_died_is_followed_when_its_lease_is_over(store: Store) -> None:
    taken(store, "dead")
    assert taken(store, "b", NOW + LEASE - timedelta(seconds=1)) is None
    assert taken(store, "b", NOW + LEASE) is not None
    assert not ended(store, "dead", NOW + LEASE)
    assert taken(store, "c", NOW + LEASE) is None
    assert ended(store, "b", NOW + LEASE)


def test_the_same_holder_may_take_it_again(store: Store) -> None:
    taken(store, "a")
    assert taken(store, "a", NOW + timedelta(seconds=1)) is not None


def test_of_many_at_once_one_takes_it(store: Store) -> None:
    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(lambda n: taken(store, f"w{n}"), range(10)))
    assert sum(beat is not None for beat in got) == 1
