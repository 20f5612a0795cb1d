"""Personal identifiers at rest: unreadable without the key, recognised without being read, shown masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.errors import BadInput
from workflow.store.seal import Seal, masked

SEAL = Seal(Seal.new_key())
ID_NUMBER = "000000200001010011"
words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40)


@given(identifiers=st.dictionaries(words, words, max_size=5))
def test_what_is_sealed_opens_again(identifiers: dict[str, str]) -> None:
    assert SEAL.open(SEAL.seal(identifiers)) == identifiers


def test_a_sealed_text_shows_nothing_and_is_never_twice_the_same() -> None:
    sealed = SEAL.seal({"id_number": ID_NUMBER, "phone": "13000000000"})
    assert all(part not in sealed for part in (ID_NUMBER, "13000000000", "id_number"))
    assert SEAL.seal({"id_number": ID_NUMBER, "phone": "13000000000"}) != sealed


def test_nothing_is_sealed_to_nothing() -> None:
    assert (SEAL.seal({}), SEAL.open("")) == ("", {})


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: text[:20] + "A" + text[21:], lambda _: "张三"])
def test_a_changed_text_does_not_open(change: object) -> None:
    assert callable(change)
    with pytest.raises(BadInput, match="cannot be opened with this key"):
        SEAL.open(change(SEAL.seal({"phone": "1"})))


def test_another_key_opens_nothing_and_matches_nothing() -> None:
    other = Seal(Seal.new_key())
    with pytest.raises(BadInput, match="Use the key they were sealed with"):
        other.open(SEAL.seal({"phone": "1"}))
    assert other.match(ID_NUMBER) != SEAL.match(ID_NUMBER)


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 44, "密钥".encode()])
def test_a_key_that_is_none_is_refused(key: bytes) -> None:
    with pytest.raises(BadInput, match="not a Fernet key"):
        Seal(key)


def test_the_same_paper_is_known_again_however_it_is_written() -> None:
    known = SEAL.match("11000020000101001X")
    assert SEAL.match(" 110000 2000 0101 001x ") == known
    assert SEAL.match("１１００００２００００１０１００１Ｘ") == known
    assert SEAL.match("110000200001010011") != known
    assert "11000020000101001X" not in known
    assert (SEAL.match(""), SEAL.match("  ")) == ("", "")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("", "*"),
        ("1", "*"),
        ("123", "***"),
        ("1234", "1**4"),
        ("123456", "1****6"),
        ("1234567", "12***67"),
        (ID_NUMBER, "00**************11"),
        ("13000000000", "13*******00"),
    ],
)
def test_a_masked_value_shows_its_ends_only(value: str, shown: str) -> None:
    assert masked(value) == shown
