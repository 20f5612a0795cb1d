"""Messages on their way: claimed by one, lost by none, and uncertain rather than sent twice."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import Office, at
from sqlalchemy import insert, select

from workflow.store.deliveries import (
    Claimed,
    DeliveryKey,
    DeliveryState,
    Result,
    add,
    backlog,
    begin,
    claim,
    doubt,
    finish,
    listed,
    logins,
    purge,
    reminded,
    settle,
)
from workflow.store.rows import TABLES
from workflow.store.session import Store

NOW = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
AFTER = NOW + LEASE
AGENCY = UUID(int=1)
TABLE = TABLES["deliveries"]


def put(store: Store, count: int, *, channel: str = "email", not_before: datetime = NOW) -> list[DeliveryKey]:
    """Put messages on their way, in the order of their numbers."""
    keys = [DeliveryKey(1, channel, AGENCY, UUID(int=n), n) for n in range(1, count + 1)]
    values = {"created_at": NOW, "not_before": not_before, "state": "pending"}
    with store.engine.connect() as connection:
        connection.execute(insert(TABLE), [{**key._asdict(), **values} for key in keys])
    return keys


def claimed(store: Store, holder: str = "a", *, now: datetime = NOW, limit: int = 100) -> list[Claimed]:
    with store.unit() as unit:
        return claim(unit, holder, now, LEASE, limit)


def begun(store: Store, key: DeliveryKey, holder: str = "a", now: datetime = NOW) -> bool:
    with store.unit() as unit:
        return begin(unit, key, holder, now)


def finished(store: Store, *results: Result, holder: str = "a", now: datetime = NOW) -> None:
    with store.unit() as unit:
        finish(unit, holder, now, results)


def stands(store: Store, *names: str) -> list[Any]:
    with store.reading() as connection:
        found = connection.execute(select(*(TABLE.c[name] for name in names)).order_by(TABLE.c.n)).all()
    return [tuple(row) if len(names) > 1 else row[0] for row in found]


def test_a_message_is_claimed_once(store: Store) -> None:
    keys = put(store, 3)
    assert [one.key for one in claimed(store, limit=2)] == keys[:2]
    assert [one.key for one in claimed(store, "b")] == keys[2:]
    assert claimed(store, "c") == []
    assert stands(store, "claimed_by", "attempts") == [("a", 1), ("a", 1), ("b", 1)]


def test_one_whose_time_has_not_come_waits(store: Store) -> None:
    put(store, 1, not_before=NOW + timedelta(seconds=1))
    assert claimed(store) == []
    assert len(claimed(store, now=NOW + timedelta(seconds=1))) == 1


def test_one_whose_holder_died_is_claimed_again(store: Store) -> None:
    (key,) = put(store, 1)
    claimed(store)
    assert claimed(store, "b", now=AFTER - timedelta(seconds=1)) == []
    (again,) = claimed(store, "b", now=AFTER)
    assert (again.key, again.attempts) == (key, 2)


def test_one_whose_holder_died_while_sending_is_uncertain_and_not_repeated(store: Store) -> None:
    first, second = put(store, 2)
    claimed(store)
    assert begun(store, first)
    with store.unit() as unit:
        assert doubt(unit, AFTER - timedelta(seconds=1)) == 0
    assert [one.key for one in claimed(store, "b", now=AFTER)] == [second]
    with store.unit() as unit:
        assert (doubt(unit, AFTER), doubt(unit, AFTER)) == (1, 0)
    assert stands(store, "state", "done_at", "claimed_by")[0] == ("uncertain", AFTER, None)
    assert claimed(store, "c", now=AFTER + LEASE + LEASE) != []
    assert stands(store, "state")[0] == "uncertain"


def test_only_the_holder_may_begin_while_the_lease_lasts(store: Store) -> None:
    (key,) = put(store, 1)
    assert not begun(store, key)
    claimed(store)
    assert not begun(store, key, "b")
    assert not begun(store, key, now=AFTER)
    assert begun(store, key)


def test_only_the_holder_says_what_came_of_it(store: Store) -> None:
    (key,) = put(store, 1)
    claimed(store)
    claimed(store, "b", now=AFTER)
    finished(store, Result(key, DeliveryState.SENT), now=AFTER)
    assert stands(store, "state", "claimed_by") == [("claimed", "b")]
    finished(store, Result(key, DeliveryState.SENT, "250 ok", "<1@a>"), holder="b", now=AFTER)
    assert stands(store, "state", "claimed_by", "done_at", "note", "reference") == [
        ("sent", None, AFTER, "250 ok", "<1@a>")
    ]
    finished(store)


def test_one_that_is_tried_again_waits_until_then(store: Store) -> None:
    keys = put(store, 2)
    claimed(store)
    later = NOW + timedelta(minutes=1)
    finished(
        store,
        Result(keys[0], DeliveryState.PENDING, "450 busy", not_before=later),
        Result(keys[1], DeliveryState.PENDING),
    )
    assert stands(store, "state", "not_before", "done_at") == [("pending", later, None), ("pending", NOW, None)]
    assert [one.key for one in claimed(store, "b")] == keys[1:]
    assert [(one.key, one.attempts) for one in claimed(store, "b", now=later)] == [(keys[0], 2)]


@pytest.mark.parametrize("state", [DeliveryState.UNCERTAIN, DeliveryState.FAILED])
@pytest.mark.parametrize("to", [DeliveryState.SENT, DeliveryState.PENDING])
def test_a_person_settles_what_is_uncertain_or_failed(store: Store, state: DeliveryState, to: DeliveryState) -> None:
    (key,) = put(store, 1)
    claimed(store)
    finished(store, Result(key, state))
    later = NOW + timedelta(hours=1)
    with store.unit() as unit:
        assert settle(unit, key, to, later, "asked")
    with store.unit() as unit:
        assert not settle(unit, key, to, later, "asked again")
    assert stands(store, "state", "note") == [(to.value, "asked")]
    assert [one.attempts for one in claimed(store, "b", now=later)] == ([1] if to is DeliveryState.PENDING else [])


def test_what_is_on_its_way_is_counted(store: Store) -> None:
    keys = put(store, 3)
    put(store, 1, channel="webhook", not_before=AFTER)
    claimed(store, limit=2)
    finished(store, Result(keys[0], DeliveryState.SENT))
    with store.reading() as connection:
        mail, webhook = backlog(connection, NOW)
    assert (mail.channel, mail.by_state, mail.oldest) == ("email", {"sent": 1, "claimed": 1, "pending": 1}, NOW)
    assert (webhook.by_state, webhook.oldest) == ({"pending": 1}, None)


def test_a_message_with_words_of_its_own(store: Store) -> None:
    key = DeliveryKey(0, "email", AGENCY, uuid4(), 7)
    with store.unit() as unit:
        add(unit, key, "Look", "The disk is full.", NOW)
    (one,) = claimed(store)
    assert one == Claimed(key, "Look", "The disk is full.", NOW, 1)


def test_messages_are_listed_by_agency_and_state(office: Office) -> None:
    store = office.store
    keys = put(store, 3)
    claimed(store, limit=1)
    finished(store, Result(keys[0], DeliveryState.FAILED, "550 no such mailbox"))
    with store.reading() as connection:
        (failed,) = listed(connection, [AGENCY], [DeliveryState.FAILED])
        assert (failed.key, failed.note, failed.attempts) == (keys[0], "550 no such mailbox", 1)
        assert len(listed(connection, [AGENCY], list(DeliveryState), 2)) == 2
        assert listed(connection, [office.agency_id], list(DeliveryState)) == []
        person = office.people["admin"]
        assert logins(connection, {person, AGENCY}) == {person: "admin@0001"}


def test_what_ended_long_ago_is_thrown_away_and_what_nobody_looked_at_is_not(store: Store) -> None:
    keys = put(store, 4)
    claimed(store)
    states = [DeliveryState.SENT, DeliveryState.SUPERSEDED, DeliveryState.UNCERTAIN, DeliveryState.FAILED]
    finished(store, *map(Result, keys, states))
    with store.unit() as unit:
        assert purge(unit, NOW, NOW.date()) == 0
        assert purge(unit, NOW + timedelta(seconds=1), NOW.date()) == 2
    assert stands(store, "state") == ["uncertain", "failed"]


def test_a_reminder_of_what_is_owed_is_kept_however_old(office: Office) -> None:
    case = office.case()
    remind(office, case.id, date(2026, 3, 30))
    remind(office, uuid4(), date(2026, 3, 30))
    with office.store.unit() as unit:
        assert purge(unit, at("2029-01-01"), date(2029, 1, 1)) == 1


def remind(office: Office, subject_id: UUID, due_on: date, duty: str = "reply", ref: str = "") -> DeliveryKey:
    key = DeliveryKey(1, "email", office.agency_id, office.people["caseworker"], 0)
    values = {"subject_id": subject_id, "duty": duty, "ref": ref, "rule": "r", "due_on": due_on, "mark_on": due_on}
    with office.store.engine.connect() as connection:
        connection.execute(insert(TABLES["reminders"]).values(**key._asdict(), **values, created_at=NOW))
    return key


def test_a_message_is_about_what_is_owed_by_the_same_day(office: Office) -> None:
    case = office.case()
    key = remind(office, case.id, date(2026, 3, 30))
    remind(office, case.id, date(2026, 3, 27))
    remind(office, office.agency_id, date(2027, 1, 31), "report_department", "2026")
    remind(office, uuid4(), date(2026, 3, 30))
    with office.store.reading() as connection:
        about = reminded(connection, [key])[key]
    told = [(one.case_no, one.owed.due_on, one.owed.who, one.regime) for one in about]
    assert told == [
        (case.case_no, date(2026, 3, 30), "caseworker", "CN-2019"),
        ("", date(2027, 1, 31), "statistician", ""),
    ]


def test_twenty_workers_claim_ten_thousand_messages_none_twice_and_none_lost(postgres_store: Store) -> None:
    keys = put(postgres_store, 10_000)

    def work(holder: int) -> Sequence[DeliveryKey]:
        mine: list[DeliveryKey] = []
        while some := claimed(postgres_store, f"w{holder}"):
            mine += [one.key for one in some]
            finished(postgres_store, *(Result(one.key, DeliveryState.SENT) for one in some), holder=f"w{holder}")
        return mine

    with ThreadPoolExecutor(20) as pool:
        taken = Counter(key for some in pool.map(work, range(20)) for key in some)
    assert taken == Counter(keys)
    assert Counter(stands(postgres_store, "state", "attempts")) == {("sent", 1): 10_000}
