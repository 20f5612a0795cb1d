import json
from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from hmac import digest
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from receivers import NOW, Behaviour, HttpReceiver, answering, http_receiver, message

from workflow.worker.channels.dingtalk import DingTalk
from workflow.worker.channels.message import Channel, Refused, Uncertain, Unreachable
from workflow.worker.channels.posting import Poster
from workflow.worker.channels.robots import text_of
from workflow.worker.channels.tls import trust
from workflow.worker.channels.wecom import WeCom

KEY, SECRET = "key-of-the-robot", "SEC-of-the-robot"
DONE = b'{"errcode": 0, "errmsg": "ok"}'
SYSTEM = trust(None)
KINDS = ["wecom", "dingtalk"]


def robot(kind: str, receiver: HttpReceiver, *, signed: bool = True) -> Channel:
    poster = Poster(tls=SYSTEM, http=True, allowed=frozenset({"127.0.0.1"}), seconds=5)
    if kind == "wecom":
        return WeCom(KEY, poster, lambda: NOW, receiver.url("/cgi-bin/webhook/send"))
    return DingTalk(KEY, SECRET if signed else "", poster, lambda: NOW, receiver.url("/robot/send"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_comes_into_the_group(kind: str) -> None:
    with http_receiver(answering(200, DONE)) as receiver:
        sent = robot(kind, receiver).send(message(subject="答复期限将至 & 👩‍⚖️", text="2026-17\n04-02 前"))

    assert json.loads(receiver.requests[0].body) == {
        "msgtype": "text",
        "text": {"content": "答复期限将至 & 👩‍⚖️\n2026-17\n04-02 前"},
    }
    assert sent == ("errcode 0", "")


def test_the_key_of_wecom_stands_in_the_address() -> None:
    with http_receiver(answering(200, DONE)) as receiver:
        robot("wecom", receiver).send(message())

    assert receiver.requests[0].path == f"/cgi-bin/webhook/send?key={KEY}"


def test_dingtalk_is_signed_with_the_instant_of_sending() -> None:
    with http_receiver(answering(200, DONE)) as receiver:
        robot("dingtalk", receiver).send(message())
        robot("dingtalk", receiver, signed=False).send(message())

    query = parse_qs(urlsplit(receiver.requests[0].path).query)
    milliseconds = str(int(NOW.timestamp()) * 1000)
    expected = digest(SECRET.encode(), f"{milliseconds}\n{SECRET}".encode(), sha256)
    assert (query["access_token"], query["timestamp"]) == ([KEY], [milliseconds])
    assert b64decode(query["sign"][0]) == expected
    assert "+" not in receiver.requests[0].path
    assert receiver.requests[1].path == f"/robot/send?access_token={KEY}"


@pytest.mark.parametrize(
    ("kind", "code", "wait"),
    [
        ("wecom", 45009, timedelta(minutes=1)),
        ("wecom", -1, timedelta(seconds=30)),
        ("dingtalk", 130101, timedelta(minutes=10)),
    ],
)
def test_too_many_messages_are_sent_later(kind: str, code: int, wait: timedelta) -> None:
    body = json.dumps({"errcode": code, "errmsg": "send too fast"}).encode()
    with http_receiver(answering(200, body)) as receiver, pytest.raises(Unreachable, match="too fast") as later:
        robot(kind, receiver).send(message())

    assert later.value.retry_after == wait


@pytest.mark.parametrize(
    ("kind", "code", "said"), [("wecom", 93000, "invalid webhook url"), ("dingtalk", 310000, "sign not match")]
)
def test_a_code_in_an_answer_of_200_is_a_refusal(kind: str, code: int, said: str) -> None:
    body = json.dumps({"errcode": code, "errmsg": said}).encode()
    with http_receiver(answering(200, body)) as receiver, pytest.raises(Refused, match=said):
        robot(kind, receiver).send(message())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"errcode": "0"}', b'{"errcode": null}', b"\xff"])
def test_an_answer_without_a_code_leaves_it_uncertain(kind: str, body: bytes) -> None:
    with http_receiver(answering(200, body)) as receiver, pytest.raises(Uncertain, match="Look into the group"):
        robot(kind, receiver).send(message())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "behave",
    [
        answering(404, f"nothing at /send?key={KEY}".encode()),
        answering(302, b"", Location=f"https://login.test/?back={KEY}"),
        answering(200, json.dumps({"errcode": 7, "errmsg": f"{KEY} is unknown"}).encode()),
        answering(200, f"not json {KEY}".encode()),
    ],
)
def test_a_key_that_comes_back_is_not_shown(kind: str, behave: Behaviour) -> None:
    with http_receiver(behave) as receiver, pytest.raises((Refused, Uncertain)) as refused:
        robot(kind, receiver).send(message())

    shown = f"{refused.value} {refused.value!r} {refused.value.params} {robot(kind, receiver)!r}"
    assert KEY not in shown
    assert SECRET not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_is_too_long_is_cut_and_the_note_says_so(kind: str) -> None:
    limit = {"wecom": 2048, "dingtalk": 20_000}[kind]
    with http_receiver(answering(200, DONE)) as receiver:
        sent = robot(kind, receiver).send(message(text="期限" * 10_000))

    content = json.loads(receiver.requests[0].body)["text"]["content"]
    assert sent.note == f"cut to {limit} bytes"
    assert limit - 3 <= len(content.encode()) <= limit
    assert content.endswith("…")


@given(subject=st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"))), text=st.text("期限👩‍⚖️a\n"))
def test_a_cut_never_splits_a_sign(subject: str, text: str) -> None:
    whole = f"{subject}\n{text}".strip()
    said, note = text_of(message(subject=subject, text=text), 40)

    assert len(said.encode()) <= 40
    assert whole.startswith(said.removesuffix("…") if note else said)
    assert bool(note) is (len(whole.encode()) > 40)


def test_a_robot_does_not_know_a_repetition() -> None:
    assert not WeCom.repeatable
    assert not DingTalk.repeatable
