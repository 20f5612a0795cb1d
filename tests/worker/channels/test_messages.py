from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from receivers import message

from workflow.worker.channels.message import Refused, Unreachable, quoted


@pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\x00", "\x0b", "\x1b", "\x85", "\u2028", "\u2029", "\ud800"])
def test_what_could_begin_another_header_is_refused(sign: str) -> None:
    with pytest.raises(Refused, match="subject"):
        message(subject=f"答复{sign}Bcc: x@example.cn")
    with pytest.raises(Refused, match="recipient"):
        message(f"zhang@example.cn{sign}")


def test_half_a_sign_is_refused_wherever_it_stands() -> None:
    with pytest.raises(Refused, match="surrogate"):
        message(text="\udfff")


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(Refused, match="time zone"):
        message(at=datetime(2026, 3, 5, 9, 30))  # noqa: DTZ001 (the point of the test)


def test_rare_signs_are_no_obstacle() -> None:
    assert message(subject="👩‍⚖️ 𠮷𬱖 & <b> ～", text="𪚥\n\ttab & 'quote'").subject.startswith("👩")


def test_neither_recipient_nor_text_stand_in_what_is_printed_of_a_message() -> None:
    printed = repr(message("https://example.cn/hook/key-in-path", text="内容"))

    assert "key-in-path" not in printed
    assert "内容" not in printed


def test_the_wait_asked_for_is_kept_apart_from_the_sentence() -> None:
    refusal = Unreachable("{host} is busy.", retry_after=timedelta(seconds=7), host="a")

    assert (str(refusal), refusal.retry_after) == ("a is busy.", timedelta(seconds=7))


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_what_the_other_side_said_is_shown_in_one_short_line(reply: bytes | str) -> None:
    shown = quoted(reply)

    assert len(shown) <= 160
    assert shown.isprintable()
