from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from receivers import DELIVERY, message

from workflow.worker.channels.eml import Sender, eml
from workflow.worker.channels.mailboxes import mailbox
from workflow.worker.channels.message import Refused, Unreachable
from workflow.worker.channels.outtray import OutTray

SENDER = Sender("open@example.gov.cn", "example.gov.cn")

lines = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=200)


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, _class=EmailMessage, policy=SMTP)


def text_of(mail: EmailMessage) -> str:
    text: str = mail.get_content()
    return text.replace("\r\n", "\n")


@pytest.mark.parametrize("eight_bit", [True, False])
def test_a_mail_says_who_when_and_that_a_machine_wrote_it(*, eight_bit: bool) -> None:
    mail = read(eml(message(), SENDER, eight_bit=eight_bit))

    assert mail["Message-ID"] == f"<{DELIVERY}@example.gov.cn>"
    assert mail["Date"].datetime.isoformat() == "2026-03-05T09:30:00+00:00"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (mail["From"], mail["To"]) == ("open@example.gov.cn", "zhang@example.gov.cn")
    assert mail["Subject"] == message().subject
    assert text_of(mail) == message().text
    assert mail["Content-Transfer-Encoding"] == ("8bit" if eight_bit else "base64")


@given(subject=lines, text=st.lists(lines, max_size=5).map("\n".join), eight_bit=st.booleans())
def test_any_text_arrives_as_it_was_written(subject: str, text: str, *, eight_bit: bool) -> None:
    content = eml(message(subject=subject, text=text), SENDER, eight_bit=eight_bit)
    mail = read(content)

    assert text_of(mail).removesuffix("\n") == text.removesuffix("\n")
    assert len(mail.keys()) == 9
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert eight_bit or content.isascii()


@pytest.mark.parametrize(
    "subject",
    [
        "答复期限将至" * 30,
        "Q3 & <b>“引号”</b>",
        "👩‍⚖️ 𠮷野家 𬱖",
        "=?utf-8?B?5L2g?= 字面",
        "=?us-ascii?q?a=0D=0ABcc:_x@example.cn?=",
        "a" * 300,
        "",
    ],
)
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    assert read(eml(message(subject=subject), SENDER, eight_bit=False))["Subject"] == subject


def test_two_hundred_lines_and_a_line_of_ten_thousand_signs() -> None:
    many = "\n".join(f"第 {number} 行：& < > \U0001f4c4" for number in range(200)) + "\n"
    long = "长" * 10_000 + "\n"

    assert text_of(read(eml(message(text=many), SENDER, eight_bit=True))) == many
    content = eml(message(text=long), SENDER, eight_bit=True)
    assert text_of(read(content)) == long
    assert max(map(len, content.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("zhang.san+foi@Example.GOV.cn", "zhang.san+foi@example.gov.cn"),
        ("o'neil&co@example.cn", "o'neil&co@example.cn"),
        ("zhang@政务.cn", "zhang@xn--zfr164b.cn"),
        ("张三@example.cn", "张三@example.cn"),
        ("root@mailhost", "root@mailhost"),
    ],
)
def test_plain_addresses_are_taken(typed: str, read_as: str) -> None:
    assert mailbox(typed) == read_as


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "zhang",
        "@example.cn",
        "zhang@",
        "a@b@example.cn",
        "a b@example.cn",
        "<a@example.cn>",
        "张三 <a@example.cn>",
        "a@example.cn,b@example.cn",
        "a@example.cn;b",
        '"a b"@example.cn',
        "a..b@example.cn",
        ".a@example.cn",
        "a@[10.0.0.1]",
        "a@exa mple.cn",
        "a@-x.cn",
        "a@x..cn",
        "a\u202e@example.cn",
        "a\u200b@example.cn",
        "a" * 65 + "@example.cn",
        "a@" + "b." * 130 + "cn",
        "a@" + "b" * 64 + ".cn",
    ],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="cannot be used"):
        mailbox(typed)


def test_a_message_written_twice_lies_in_the_tray_once(tmp_path: Path) -> None:
    tray = OutTray(tmp_path / "out" / "tray", SENDER)

    first, second = tray.send(message()), tray.send(message())

    assert first == second
    assert [path.name for path in (tmp_path / "out" / "tray").iterdir()] == [f"{DELIVERY}.eml"]
    assert read((tray.folder / first.note).read_bytes())["Message-ID"] == first.reference


def test_two_messages_are_two_files(tmp_path: Path) -> None:
    with OutTray(tmp_path, SENDER) as tray:
        tray.send(message())
        tray.send(message(ident=UUID(int=7)))

    assert len(list(tmp_path.iterdir())) == 2


def test_a_tray_that_takes_nothing_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "tray").write_text("a file stands where the folder should be")

    with pytest.raises(Unreachable, match="Make room"):
        OutTray(tmp_path / "tray", SENDER).send(message())


def test_a_write_that_fails_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(Unreachable, match="No space left"):
        OutTray(tmp_path, SENDER).send(message())
    assert not list(tmp_path.iterdir())
