"""From what an operator typed to a channel, or to a sentence that says what is wrong with it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from workflow.rules.errors import BadInput
from workflow.worker.channels import dingtalk, wecom
from workflow.worker.channels.answers import Clock
from workflow.worker.channels.destinations import destination
from workflow.worker.channels.dingtalk import DingTalk
from workflow.worker.channels.eml import Sender
from workflow.worker.channels.mailboxes import domain_of, mailbox
from workflow.worker.channels.message import Channel, Refused
from workflow.worker.channels.options import Options
from workflow.worker.channels.outtray import OutTray
from workflow.worker.channels.posting import Poster
from workflow.worker.channels.smtp import Smtp
from workflow.worker.channels.smtp_server import PORTS, Security, Server
from workflow.worker.channels.tls import trust
from workflow.worker.channels.webhook import Webhook
from workflow.worker.channels.wecom import WeCom

SHORTEST_SECRET = 16
"""Signs of a webhook's secret; shorter ones can be guessed from one message."""


def channel_of(kind: str, options: Mapping[str, str], secrets: Mapping[str, str], clock: Clock) -> Channel:
    """Return a channel.

    Args:
        kind: One of `KINDS`.
        options: Name -> text. Required ones with a star:
            outtray: folder*, sender*, domain.
            smtp: host*, sender*, security (starttls, implicit or none), port, user, domain, ca_file, connect_seconds,
                read_seconds.
            webhook: allowed_hosts (that may lie in the own network), allow_http (yes or no), ca_file, seconds.
            wecom, dingtalk: as webhook, and url.
        secrets: Name -> text. smtp: password, when there is a user; webhook: secret*; wecom: key*; dingtalk: token*,
            secret.
        clock: The instant of sending, in UTC.

    Raises:
        BadInput: An option is missing, unknown or cannot be used; a secret is missing. No secret is ever shown.
    """
    if kind not in KINDS:
        raise BadInput("There is no channel “{kind}”. Choose one of: {known}.", kind=kind[:40], known=sorted(KINDS))
    reading = Options(kind, options, secrets)
    channel = KINDS[kind](reading, clock)
    reading.finish()
    return channel


def _outtray(options: Options, _clock: Clock) -> Channel:
    return OutTray(Path(options.text("folder")), _sender(options))


def _smtp(options: Options, _clock: Clock) -> Channel:
    security = options.choice("security", Security, Security.STARTTLS)
    sender = _sender(options)
    user = options.text("user", "")
    if not user.isascii():
        raise BadInput("The user of a mail server is written in ASCII. Ask its administrator for such a name.")
    server = Server(
        host=options.text("host"),
        port=options.port(PORTS[security]),
        security=security,
        tls=trust(options.file("ca_file")),
        greeting=sender.domain,
        user=user,
        password=options.secret("password", None if user else ""),
        connect_seconds=options.seconds("connect_seconds", 10),
        read_seconds=options.seconds("read_seconds", 60),
    )
    return Smtp(server, sender)


def _webhook(options: Options, clock: Clock) -> Channel:
    secret = options.secret("secret")
    if len(secret) < SHORTEST_SECRET:
        raise BadInput("The secret of a webhook has at least {least} signs. Set a longer one.", least=SHORTEST_SECRET)
    return Webhook(secret, _poster(options), clock)


def _wecom(options: Options, clock: Clock) -> Channel:
    poster = _poster(options)
    return WeCom(options.secret("key"), poster, clock, _url(options, wecom.URL, poster))


def _dingtalk(options: Options, clock: Clock) -> Channel:
    poster = _poster(options)
    url = _url(options, dingtalk.URL, poster)
    return DingTalk(options.secret("token"), options.secret("secret", ""), poster, clock, url)


KINDS: Mapping[str, Callable[[Options, Clock], Channel]] = {
    "outtray": _outtray,
    "smtp": _smtp,
    "webhook": _webhook,
    "wecom": _wecom,
    "dingtalk": _dingtalk,
}


def _sender(options: Options) -> Sender:
    try:
        address = mailbox(options.text("sender"))
    except Refused as error:
        raise options.wrong("sender", error) from error
    try:
        domain = domain_of(mailbox(f"name@{options.text('domain', domain_of(address))}"))
    except Refused as error:
        raise options.wrong("domain", error) from error
    return Sender(address, domain)


def _poster(options: Options) -> Poster:
    return Poster(
        tls=trust(options.file("ca_file")),
        http=options.flag("allow_http"),
        allowed=options.hosts("allowed_hosts"),
        seconds=options.seconds("seconds", 15),
    )


def _url(options: Options, public: str, poster: Poster) -> str:
    url = options.text("url", public)
    try:
        path = destination(url, http=poster.http).path
    except Refused as error:
        raise options.wrong("url", error) from error
    if "?" in path or "#" in url:
        raise BadInput("The option url of a robot ends before the “?”. Give the key behind it as a secret.")
    return url
