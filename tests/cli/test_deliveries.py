"""Messages on their way: listed, and what is uncertain or failed settled; sweeping and delivering by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from workflow.cli import desk
from workflow.settings import Settings
from workflow.store.deliveries import DeliveryKey
from workflow.store.rows import TABLES
from workflow.worker.delivering import message_id

AT = datetime(2026, 3, 20, 1, 30, tzinfo=UTC)
STATES = ("pending", "claimed", "sent", "superseded", "uncertain", "failed")


@pytest.fixture
def keys(home: Path) -> dict[str, str]:
    """Message-IDs of a message in each state."""
    own = desk.Desk(Settings(home=home))
    made = {}
    with own.store.engine.connect() as connection:
        for n, state in enumerate(STATES):
            key = DeliveryKey(1, "email", own.agency.id, own.user, n)
            values = {"state": state, "created_at": AT, "not_before": AT, "attempts": 2, "note": f"{state} note"}
            connection.execute(insert(TABLES["deliveries"]).values(**key._asdict(), **values))
            made[state] = str(message_id(key))
        other = DeliveryKey(1, "webhook", own.agency.id, own.agency.id, 0)
        values = {"state": "pending", "created_at": AT, "not_before": AT}
        connection.execute(insert(TABLES["deliveries"]).values(**other._asdict(), **values))
    own.close()
    return made


def state_of(home: Path, number: str) -> tuple[str, str]:
    own = desk.Desk(Settings(home=home))
    theirs = TABLES["deliveries"].c
    with own.store.reading() as connection:
        found = connection.execute(select(*(theirs[name] for name in (*DeliveryKey._fields, "state", "note")))).all()
    own.close()
    return next((row.state, row.note) for row in found if str(message_id(DeliveryKey(*row[:5]))) == number)


def test_those_not_over_are_listed(cli: Any, keys: dict[str, str]) -> None:
    listed = cli("deliveries", "--json").json
    assert sorted(one["state"] for one in listed) == ["claimed", "failed", "pending", "pending", "uncertain"]
    (uncertain,) = (one for one in listed if one["state"] == "uncertain")
    assert uncertain == {
        "key": keys["uncertain"][:13],
        "message_id": keys["uncertain"],
        "state": "uncertain",
        "channel": "email",
        "to": "desk",
        "created_at": "2026-03-20T01:30:00+00:00",
        "attempts": 2,
        "note": "uncertain note",
        "reference": "",
    }
    assert [one["to"] for one in listed if one["channel"] == "webhook"] == ["0000"]


def test_the_list_to_read_tells_what_uncertain_means(cli: Any, keys: dict[str, str]) -> None:
    answer = cli("deliveries", "--state", "uncertain")
    _, line = answer.out.splitlines()
    assert line.split()[:6] == [keys["uncertain"][:13], "uncertain", "email", "desk", "2026-03-20", "09:30"]
    assert "never repeated by itself" in answer.err
    assert "Message-ID" in answer.err
    assert "不确定" in cli("deliveries", language="zh_CN").out
    assert cli("deliveries", "--state", "sent").err == ""


def test_nothing_to_list(cli: Any) -> None:
    assert cli("deliveries").out == "There is no such message.\n"


@pytest.mark.parametrize("more", [("--state", "lost"), ("--limit", "0")])
def test_what_cannot_be_listed(cli: Any, more: tuple[str, str]) -> None:
    assert cli("deliveries", *more).status == 2


def test_one_arrived_after_all(cli: Any, keys: dict[str, str], home: Path) -> None:
    answer = cli("deliveries", "confirm", keys["uncertain"][:13], "--note", "asked  the\nrecipient")
    assert (answer.status, "counts as arrived" in answer.out) == (0, True)
    assert state_of(home, keys["uncertain"]) == ("sent", "desk: asked the recipient")
    own = desk.Desk(Settings(home=home))
    with own.store.reading() as connection:
        entry = connection.execute(select(TABLES["journal"]).order_by(TABLES["journal"].c.seq.desc()).limit(1)).one()
    own.close()
    assert (entry.kind, entry.by) == ("message_settled", own.user)
    assert json.loads(entry.data) == {
        "agency_id": str(own.agency.id),
        "message": keys["uncertain"],
        "state": "sent",
        "note": "asked the recipient",
    }
    assert cli("verify").status == 0
    again = cli("deliveries", "confirm", keys["uncertain"][:13], "--note", "x")
    assert (again.status, "There is no message" in again.err) == (1, True)


def test_one_is_sent_again(cli: Any, keys: dict[str, str], home: Path) -> None:
    assert cli("deliveries", "repeat", f"<{keys['failed']}@a.cn>", "--note", "new address").status == 0
    assert state_of(home, keys["failed"]) == ("pending", "desk: new address")


@pytest.mark.parametrize("state", ["pending", "claimed", "sent", "superseded"])
def test_what_is_neither_uncertain_nor_failed_is_left_alone(cli: Any, keys: dict[str, str], state: str) -> None:
    assert cli("deliveries", "repeat", keys[state], "--note", "x").status == 1


@pytest.mark.parametrize("key", ["", "abc", "<>", "0" * 13])
@pytest.mark.usefixtures("keys")
def test_a_key_that_is_none(cli: Any, key: str) -> None:
    assert cli("deliveries", "confirm", key, "--note", "x").status == 1


@pytest.mark.parametrize("note", [" ", "x" * 501])
def test_a_note_is_said_and_not_a_book(cli: Any, keys: dict[str, str], note: str) -> None:
    assert cli("deliveries", "confirm", keys["failed"], "--note", note).status == 2


def test_only_for_the_role_admin(cli: Any, keys: dict[str, str], home: Path) -> None:
    assert cli("user", "add", "clerk", "文员", "--role", "caseworker").status == 0
    for command in ((), ("confirm", keys["failed"], "--note", "x"), ("repeat", keys["failed"], "--note", "x")):
        answer = cli("deliveries", *command, user="clerk")
        assert (answer.status, "role admin" in answer.err) == (1, True)
    assert state_of(home, keys["failed"]) == ("failed", "failed note")


@pytest.mark.usefixtures("case")
def test_a_sweep_and_a_delivery_by_hand(cli: Any, home: Path) -> None:
    assert cli("user", "contact", "desk", "--email", "desk@example.gov.cn").status == 0
    swept = cli("sweep")
    assert swept.status == 0
    assert swept.out.endswith("messages put on their way.\n")
    sent = cli("deliver")
    assert (sent.status, "0 sent" in sent.out, "0 failed" in sent.out) == (0, False, True)
    assert len(list((home / "out-tray").rglob("*.eml"))) == int(sent.out.split()[0])
    assert cli("deliver").out.startswith("0 sent")
    assert cli("sweep").out == "0 things looked at, 0 new reminders, 0 messages put on their way.\n"


def test_a_channel_that_was_taken_away_meanwhile_fails_and_is_told(cli: Any, keys: dict[str, str]) -> None:
    answer = cli("deliver")
    assert (answer.status, answer.out[:29], "1 failed" in answer.out) == (0, "0 sent, 1 not owed any more, ", True)
    assert answer.err == "Look at those uncertain or failed with: disclosure deliveries.\n"
    failed = cli("deliveries", "--state", "failed", "--json").json
    assert ["taken away or switched off" in one["note"] for one in failed if one["channel"] == "webhook"] == [True]
    assert keys["failed"] in {one["message_id"] for one in failed}
    assert "webhook was taken away" in cli("alerts").out


@pytest.mark.usefixtures("case")
def test_mail_that_was_switched_off_meanwhile_goes_nowhere_else(cli: Any, home: Path, tmp_path: Path) -> None:
    assert cli("user", "contact", "desk", "--email", "desk@example.gov.cn").status == 0
    options = ("--option", f"folder={tmp_path}", "--option", "sender=a@x.cn")
    assert cli("channel", "set", "outtray", *options).status == 0
    assert cli("sweep").status == 0
    assert cli("channel", "off", "outtray").status == 0
    assert "0 sent" in cli("deliver").out
    assert "has switched its mail off" in cli("deliveries", "--state", "failed", "--json").json[0]["note"]
    assert not list((home / "out-tray").rglob("*.eml"))
    assert not list(tmp_path.rglob("*.eml"))


@pytest.mark.usefixtures("case")
def test_another_worker_is_at_it(cli: Any, home: Path) -> None:
    own = desk.Desk(Settings(home=home))
    with own.store.engine.connect() as connection:
        until = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
        connection.execute(insert(TABLES["beats"]).values(name="sweep", holder="w", lease_until=until))
    own.close()
    assert cli("sweep").out == "Another worker is at it; nothing was done.\n"
