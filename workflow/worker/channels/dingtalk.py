"""The group robot of DingTalk (钉钉自定义机器人): text messages, signed (加签) when it has a secret.

UNVERIFIED, see `robots`: POST ``…/robot/send?access_token=TOKEN&timestamp=MS&sign=SIGN`` with ``{"msgtype": "text",
"text": {"content": …}}``; SIGN is Base64 of HMAC-SHA256 with the secret over MS, a line feed and the secret, and MS may
be off by an hour. 20,000 bytes is a guess; 20 messages a minute, then ten minutes of silence.
"""

import hmac
from base64 import b64encode
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from workflow.worker.channels.answers import Clock
from workflow.worker.channels.message import Channel, Message, Sent
from workflow.worker.channels.posting import Poster
from workflow.worker.channels.robots import judged, text_of

URL = "https://oapi.dingtalk.com/robot/send"
LIMIT = 20_000
"""Bytes of a text."""

LATER = {
    -1: timedelta(seconds=30),  # The system is busy.
    130101: timedelta(minutes=10),  # More than 20 in a minute.
    410100: timedelta(minutes=10),  # The same, as another version says it.
}


class DingTalk(Channel):
    """Speaks to the group its token belongs to.

    Args:
        token: Of the robot (access_token).
        secret: Of its signature ("SEC…"); "" when the robot goes by keywords or addresses.
        poster: How requests are sent.
        clock: The instant of sending, in UTC.
        url: Without a query; another than the public one for an installation of one's own.
    """

    name: ClassVar[str] = "dingtalk"
    repeatable: ClassVar[bool] = False

    def __init__(self, token: str, secret: str, poster: Poster, clock: Clock, url: str = URL) -> None:
        self._token = token
        self._secret = secret
        self.poster = poster
        self._clock = clock
        self.url = url

    def send(self, message: Message) -> Sent:
        text, note = text_of(message, LIMIT)
        body = msgspec.json.encode({"msgtype": "text", "text": {"content": text}})
        answer = self.poster.post(f"{self.url}?{urlencode(self._query())}", body, {})
        return judged(answer.without(self._token), LATER, self._clock(), note)

    def _query(self) -> dict[str, str]:
        query = {"access_token": self._token}
        if self._secret:
            timestamp = str(int(self._clock().timestamp() * 1000))
            query |= {"timestamp": timestamp, "sign": sign(self._secret, timestamp)}
        return query


def sign(secret: str, timestamp: str) -> str:
    """Return the signature of a request sent at `timestamp` (milliseconds), before it is written into a URL."""
    return b64encode(hmac.digest(secret.encode(), f"{timestamp}\n{secret}".encode(), "sha256")).decode("ascii")
