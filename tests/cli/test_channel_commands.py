from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from receivers import answering, http_receiver

SECRET = "a secret of sixteen signs and more"  # noqa: S105 (of a test)


def secret(folder: Path, text: str = SECRET) -> str:
    file = folder / "secret.txt"
    file.write_text(f"{text}\n", encoding="utf-8")
    return str(file)


def outtray(cli: Any, folder: Path, *more: str) -> Any:
    return cli("channel", "set", "outtray", "--option", f"folder={folder}", "--option", "sender=a@x.cn", *more)


def test_no_channel_is_told(cli: Any) -> None:
    assert cli("channel", "list").out.startswith("No channel is set up.")
    assert cli("channel", "list", "--json").json == []


def test_a_channel_is_set_up_tried_switched_off_and_forgotten(cli: Any, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert outtray(cli, folder).out == "The channel outtray of the agency 0000 is on.\n"
    tried = cli("channel", "test", "outtray", "--to", "li@x.cn")
    assert (tried.status, tried.out.startswith("The message was taken: <")) == (0, True), tried.err
    (file,) = folder.glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (mail["To"], mail["Subject"]) == ("li@x.cn", "Test of a channel")
    assert "A test of the channel outtray by the agency 本机关." in mail.get_content()
    assert cli("channel", "set", "outtray", "--option", "sender=b@x.cn").status == 0
    assert cli("channel", "list", "--json").json == [
        {
            "kind": "outtray",
            "active": True,
            "of": "0000",
            "options": {"folder": str(folder), "sender": "b@x.cn"},
            "secrets": [],
        }
    ]
    assert cli("channel", "off", "outtray", language="zh_CN").out == "机关0000的渠道outtray已停用。\n"
    assert "off" in cli("channel", "list").out
    assert cli("channel", "reset", "outtray").out == "The agency 0000 has no channel outtray of its own now.\n"
    assert cli("channel", "list", "--json").json == []


def test_a_secret_is_named_and_never_shown(cli: Any, tmp_path: Path, home: Path) -> None:
    file = secret(tmp_path)
    answers = [
        cli("channel", "set", "wecom", "--secret-file", f"key={file}"),
        cli("channel", "list"),
        cli("channel", "list", "--json"),
        cli("channel", "set", "wecom", "--option", "pages=1"),
        cli("channel", "off", "wecom"),
    ]
    assert [answer.status for answer in answers] == [0, 0, 0, 2, 0]
    assert answers[2].json[0]["secrets"] == ["key"]
    assert [answer for answer in answers if SECRET in answer.out + answer.err] == []
    assert [path for path in home.glob("disclosure.db*") if SECRET.encode() in path.read_bytes()] == []


def test_a_webhook_is_told_where_it_posts_to(cli: Any, tmp_path: Path) -> None:
    with http_receiver(answering(200)) as receiver:
        said = cli(
            *("channel", "set", "webhook", "--option", f"url={receiver.url()}", "--option", "allow_http=yes"),
            *("--option", "allowed_hosts=127.0.0.1", "--secret-file", f"secret={secret(tmp_path)}"),
        )
        assert said.status == 0, said.err
        tried = cli("channel", "test", "webhook")
        assert "HTTP 200" in tried.out, tried.err
        assert len(receiver.requests) == 1
    lost = cli("channel", "test", "webhook")
    assert (lost.status, lost.out, lost.err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    ("args", "status", "says"),
    [
        (["set", "pigeon"], 2, "There is no channel “pigeon”"),
        (["set", "outtray"], 2, "needs the option folder"),
        (["set", "outtray", "--option", "folder"], 2, "folder is no option. Write it as name=text"),
        (["set", "outtray", "--option", "folder=x", "--option", "sender=nobody"], 2, "“nobody” cannot be used"),
        (["set", "smtp", "--option", "host=x.cn", "--option", "sender=a@x.cn", "--option", "a=b"], 2, "knows no a"),
        (
            ["set", "smtp", "--option", "host=x", "--option", "sender=a@x.cn", "--option", "user=a"],
            2,
            "secret password",
        ),
        (["set", "wecom", "--secret-file", "key=/no/such/file"], 2, "There is no file /no/such/file"),
        (["set", "webhook", "--secret-file", "secret={file}"], 2, "needs the option url"),
        (["set", "webhook", "--option", "url=http://x.cn/", "--secret-file", "secret={file}"], 2, "option url"),
        (["off", "smtp"], 1, "has no channel smtp"),
        (["test", "smtp", "--to", "a@x.cn"], 1, "has no channel smtp"),
        (["reset", "pigeon"], 2, "There is no channel “pigeon”"),
    ],
)
def test_what_cannot_be_set_up(cli: Any, tmp_path: Path, args: list[str], status: int, says: str) -> None:
    file = secret(tmp_path)
    answer = cli("channel", *(arg.format(file=file) for arg in args))
    assert (answer.status, answer.out) == (status, "")
    assert says in answer.err
    assert cli("channel", "list", "--json").json == []


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe", b"x" * 5000])
def test_a_file_without_a_secret(cli: Any, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "secret.txt"
    file.write_bytes(content)
    answer = cli("channel", "set", "wecom", "--secret-file", f"key={file}")
    assert (answer.status, answer.out) == (2, "")
    assert "holds no secret key" in answer.err


def test_an_address_that_is_none_is_told_by_a_test(cli: Any, tmp_path: Path) -> None:
    outtray(cli, tmp_path / "out")
    answer = cli("channel", "test", "outtray", "--to", "nobody")
    assert (answer.status, answer.out) == (1, "")
    assert "The mail address “nobody” cannot be used" in answer.err


def test_only_an_administrator_sets_up_channels(cli: Any, tmp_path: Path) -> None:
    outtray(cli, tmp_path / "out")
    cli("user", "add", "li", "李四", "--role", "supervisor")
    before = cli("channel", "list", "--json").out
    for args in (
        ["set", "outtray", "--option", "sender=b@x.cn"],
        ["off", "outtray"],
        ["reset", "outtray"],
        ["test", "outtray", "--to", "a@x.cn"],
    ):
        answer = cli("channel", *args, "--by", "li")
        assert (answer.status, answer.out) == (1, "")
        assert "for the role admin in the agency 0000" in answer.err
    assert cli("channel", "list", "--json").out == before
    assert not (tmp_path / "out").exists()


def test_an_agency_below_uses_the_channel_above(cli: Any, tmp_path: Path) -> None:
    outtray(cli, tmp_path / "out")
    cli("agency", "add", "01", "某县某局", "--parent", "0000")
    assert cli("channel", "test", "outtray", "--to", "a@x.cn", "--agency", "01").status == 0
    assert "no role in the agency 01" in cli("channel", "list", "--agency", "01").err
