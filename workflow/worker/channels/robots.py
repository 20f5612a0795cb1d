"""What the group robots of WeCom and DingTalk have in common: a text to a URL with a key, a code in the answer.

Both answer with status 200 to nearly everything; ``{"errcode": 0, "errmsg": "ok"}`` alone says that the message is in
the group. Neither knows a repetition by any id, so a robot is not repeatable.

UNVERIFIED: shapes, limits and codes are those that users of the two services report; neither was called. An agency's
own installation (政务微信, 专有钉钉) may differ; what its robot refuses is shown in its own words.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from workflow.worker.channels.answers import taken
from workflow.worker.channels.message import Message, Refused, Sent, Uncertain, Unreachable, quoted
from workflow.worker.channels.posting import Answer

_MARK = "…"


class _Verdict(msgspec.Struct):
    errcode: int
    errmsg: str = ""


def text_of(message: Message, limit: int) -> tuple[str, str]:
    """Return what a robot says, and a note when it had to be cut.

    Args:
        message: Subject and text are said; neither may hold personal data, for the group lies with somebody else.
        limit: Bytes in UTF-8 that the service takes.
    """
    whole = f"{message.subject}\n{message.text}".strip()
    if len(whole.encode()) <= limit:
        return whole, ""
    room = limit - len(_MARK.encode())
    kept = whole.encode()[:room].decode("utf-8", "ignore")
    return kept + _MARK, f"cut to {limit} bytes"


def judged(answer: Answer, later: Mapping[int, timedelta], now: datetime, note: str) -> Sent:
    """Return what came of a message by the code in the answer.

    Args:
        answer: What the service said.
        later: Codes that ask for another try, each with the wait it asks for.
        now: The instant of the answer.
        note: What was done to the message.

    Raises:
        Unreachable: The service wants us to wait.
        Refused: It does not take the message.
        Uncertain: It said nothing that can be read.
    """
    taken(answer, now)
    try:
        verdict = msgspec.json.decode(answer.body, type=_Verdict)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Uncertain(
            "{host} answered with something else than its code ({reply}). Look into the group before the message is "
            "sent again.",
            host=answer.host,
            reply=quoted(answer.body) or "-",
        ) from error
    if verdict.errcode == 0:
        return Sent(f"errcode {verdict.errcode}", note)
    if verdict.errcode in later:
        raise Unreachable(
            "{host} asks to send more slowly or later (code {code}: {reply}). It is tried again by itself.",
            retry_after=later[verdict.errcode],
            host=answer.host,
            code=verdict.errcode,
            reply=quoted(verdict.errmsg) or "-",
        )
    raise Refused(
        "{host} does not take the message (code {code}: {reply}). Check the key of the robot and its safety settings.",
        host=answer.host,
        code=verdict.errcode,
        reply=quoted(verdict.errmsg) or "-",
    )
