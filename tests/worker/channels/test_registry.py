from pathlib import Path

import pytest
from receivers import NOW, answering, http_receiver, message

from workflow.rules.errors import BadInput
from workflow.worker.channels.message import Channel
from workflow.worker.channels.outtray import OutTray
from workflow.worker.channels.registry import KINDS, channel_of
from workflow.worker.channels.smtp import Smtp
from workflow.worker.channels.smtp_server import Security
from workflow.worker.channels.webhook import Webhook

SECRET = "a secret that is never shown"  # noqa: S105 (the point of the test)
MAIL = {"host": "mail.example.cn", "sender": "open@example.gov.cn"}
ENOUGH: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "outtray": ({"folder": "var/out", "sender": "open@example.gov.cn"}, {}),
    "smtp": ({**MAIL, "user": "foi"}, {"password": SECRET}),
    "webhook": ({}, {"secret": SECRET}),
    "wecom": ({}, {"key": SECRET}),
    "dingtalk": ({}, {"token": SECRET, "secret": SECRET}),
}


def made(kind: str, options: dict[str, str], secrets: dict[str, str] | None = None) -> Channel:
    return channel_of(kind, options, secrets or {}, lambda: NOW)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_made_of_what_it_needs_and_of_nothing_less(kind: str) -> None:
    options, secrets = ENOUGH[kind]
    channel = made(kind, options, secrets)

    assert channel.name == kind
    assert SECRET not in f"{channel!r} {vars(channel).get('server')!r} {vars(channel).get('poster')!r}"
    for name in options.keys() - {"user"}:
        with pytest.raises(BadInput, match=f"needs the option {name}"):
            made(kind, {**options, name: " "}, secrets)
    for name in secrets.keys() - ({"secret"} if kind == "dingtalk" else set()):
        with pytest.raises(BadInput, match=f"needs the secret {name}"):
            made(kind, options, {**secrets, name: ""})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_no_option_is_named_and_its_value_is_not(kind: str) -> None:
    options, secrets = ENOUGH[kind]

    with pytest.raises(BadInput, match="knows no passwort") as refused:
        made(kind, {**options, "passwort": SECRET}, secrets)
    assert SECRET not in f"{refused.value} {refused.value.params}"
    with pytest.raises(BadInput, match="knows no kee") as refused:
        made(kind, options, {**secrets, "kee": SECRET})
    assert SECRET not in f"{refused.value} {refused.value.params}"


def test_an_unknown_kind_is_told_the_known_ones() -> None:
    with pytest.raises(BadInput, match="dingtalk, outtray, smtp, webhook, wecom"):
        made("fax", {})


@pytest.mark.parametrize(("security", "port"), [("", 587), ("starttls", 587), ("implicit", 465), ("none", 25)])
def test_a_mail_server_has_the_usual_port_of_its_encryption(security: str, port: int) -> None:
    channel = made("smtp", {**MAIL, "security": security})

    assert isinstance(channel, Smtp)
    assert (channel.server.port, channel.server.security) == (port, Security(security or "starttls"))
    assert channel.sender.domain == "example.gov.cn"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "25.0", "２５", "x", "1e3", "9" * 30])
def test_a_bad_port(port: str) -> None:
    with pytest.raises(BadInput, match="from 1 to 65535"):
        made("smtp", {**MAIL, "port": port})


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("smtp", {**MAIL, "security": "ssl"}, "Choose one of: starttls, implicit, none"),
        ("smtp", {**MAIL, "sender": "open"}, "option sender of the channel smtp"),
        ("smtp", {**MAIL, "domain": "exa mple.cn"}, "option domain of the channel smtp"),
        ("smtp", {**MAIL, "read_seconds": "0"}, "from 1 to 300"),
        ("smtp", {**MAIL, "user": "张三"}, "written in ASCII"),
        ("smtp", {**MAIL, "ca_file": "/nowhere.pem"}, "cannot be read"),
        ("outtray", {"folder": "out", "sender": "a@b@c"}, "option sender of the channel outtray"),
        ("webhook", {"allow_http": "maybe"}, "Choose one of: yes, no"),
        ("webhook", {"allowed_hosts": "10.0.0.5, 0x7f.1"}, "option allowed_hosts of the channel webhook"),
        ("wecom", {"url": "http://qyapi.example.cn/send"}, "option url of the channel wecom"),
        ("dingtalk", {"url": "https://oapi.example.cn/robot/send?access_token=x"}, "Give the key behind it"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(kind: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        made(kind, options, {name: SECRET for name in ENOUGH[kind][1] if kind != "smtp" or "user" in options})


def test_a_ca_file_without_a_certificate(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")

    with pytest.raises(BadInput, match="PEM"):
        made("webhook", {"ca_file": str(tmp_path / "ca.pem")}, {"secret": SECRET})


@pytest.mark.parametrize("secret", ["short", "口" * 40, "a secret with\na line break"])
def test_a_secret_that_will_not_do_is_not_shown(secret: str) -> None:
    with pytest.raises(BadInput) as refused:
        made("webhook", {}, {"secret": secret})

    assert secret not in str(refused.value)


def test_what_was_typed_is_what_the_channel_does(tmp_path: Path) -> None:
    options = {"allow_http": "yes", "allowed_hosts": "Hook.Example.CN., 127.0.0.1", "seconds": "7"}
    hook = made("webhook", options, {"secret": SECRET})
    with http_receiver(answering()) as receiver:
        hook.send(message(receiver.url()))
    tray = made("outtray", {"folder": str(tmp_path), "sender": "Open@Example.gov.cn", "domain": "desk.example.cn"})
    with tray:
        reference = tray.send(message()).reference

    assert isinstance(hook, Webhook)
    assert isinstance(tray, OutTray)
    assert hook.poster.allowed == {"hook.example.cn", "127.0.0.1"}
    assert (hook.poster.seconds, len(receiver.requests)) == (7, 1)
    assert reference.endswith("@desk.example.cn>")
