"""The group robot of WeCom (企业微信群机器人): text messages.

UNVERIFIED, see `robots`: POST ``…/cgi-bin/webhook/send?key=KEY`` with ``{"msgtype": "text", "text": {"content": …}}``;
2048 bytes, 20 messages a minute.
"""

from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

import msgspec

from workflow.worker.channels.answers import Clock
from workflow.worker.channels.message import Channel, Message, Sent
from workflow.worker.channels.posting import Poster
from workflow.worker.channels.robots import judged, text_of

URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"
LIMIT = 2048
"""Bytes of a text."""

LATER = {
    -1: timedelta(seconds=30),  # The system is busy.
    45009: timedelta(minutes=1),  # More than 20 in a minute.
}


class WeCom(Channel):
    """Speaks to the group its key belongs to.

    Args:
        key: Of the robot.
        poster: How requests are sent.
        clock: The instant of sending, in UTC.
        url: Without a query; another than the public one for an installation of one's own.
    """

    name: ClassVar[str] = "wecom"
    repeatable: ClassVar[bool] = False

    def __init__(self, key: str, poster: Poster, clock: Clock, url: str = URL) -> None:
        self._key = key
        self.poster = poster
        self._clock = clock
        self.url = url

    def send(self, message: Message) -> Sent:
        text, note = text_of(message, LIMIT)
        body = msgspec.json.encode({"msgtype": "text", "text": {"content": text}})
        answer = self.poster.post(f"{self.url}?{urlencode({'key': self._key})}", body, {})
        return judged(answer.without(self._key), LATER, self._clock(), note)
