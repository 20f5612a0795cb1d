"""The Chinese catalogue is complete, says what its sentences say, and is compiled."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools.messages import MO, PO, Messages, catalogue, collected, compiled, main, places, problems, updated
from workflow.language import LANGUAGES, translator
from workflow.rules.errors import BadInput
from workflow.rules.states import State

TRANSLATED = {str(message.id): str(message.string or "") for message in catalogue() if message.id}
LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def found() -> Messages:
    return collected()


def test_nothing_is_missing_left_over_or_uncompiled(found: Messages) -> None:
    assert list(problems(found, catalogue())) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The reply period was already extended once. Art. 33 allows one extension: reply by the day shown.",  # a guard
        "{event} on {on} is refused: there is no such event. Use one of {known}.",  # a refusal of the rules
        "The header has no column {missing}. Add it to the first row.",  # one of the files
        "The disk is full, so nothing was kept ({cause}). Make room and do it again.",  # one of the store
        "There is no case {case_no} in this agency. Look with: disclosure queue.",  # one of the command line
        "secrecy_check",  # a state
        "make-up working day",  # why a day counts
        "the day the portal reported success",  # a fact of an arrival
        "No text settles this case; the day follows practice.",  # a warning
        "class of applicant",  # a term that stands in a refusal
        "Working days added.",  # an option
        "Extend the reply period.",  # a command
        "DATE",  # what an option takes
        "Days left",  # the title of a column
        "fee notice sent",  # an entry of the record
    ],
)
def test_each_kind_of_sentence_is_found(found: Messages, sentence: str) -> None:
    assert sentence in found
    assert TRANSLATED[sentence] not in {"", sentence}


def test_a_translation_is_chinese() -> None:
    """A few stay as they are: they hold nothing but places or what is typed."""
    same = {sentence for sentence, chinese in TRANSLATED.items() if not re.search("[\u4e00-\u9fff、（）]", chinese)}
    only_places = {"{case_no}: {task}", "{case_no}: {task}, {left}", "{task}, {left}", "- {line}"}
    assert same == {"{reason}", "{file}: {problem}", "[y/N]", *only_places}


def test_a_sentence_ends_as_its_translation_does() -> None:
    """A sentence is translated as a sentence, a word as a word."""
    for sentence, chinese in TRANSLATED.items():
        if len(sentence) > 20 and sentence.endswith("."):
            assert chinese.rstrip("）").endswith(("。", "等", "help")), chinese


def test_full_width_marks_stand_in_chinese() -> None:
    for chinese in TRANSLATED.values():
        assert not re.search("[\u4e00-\u9fff][,;!?]", chinese), chinese


def test_places_are_those_that_are_filled() -> None:
    assert places("{a} and {b}, {{c}}") == {"a", "b"}
    assert places('{"2027": {"holidays": []}}') == set()
    assert places("{ alone") == set()


def test_what_is_wrong_is_named() -> None:
    wrong = Catalog(locale="zh_CN")
    wrong.add("Kept {n}.", "保存{m}。")
    wrong.add("Empty.", "")
    wrong.add("Gone.", "没有了。")
    named = list(problems({"Kept {n}.": {"a.py"}, "Empty.": {"a.py"}, "New.": {"b.py"}}, wrong))
    assert named[:4] == [
        "not in the catalogue: 'New.' (b.py)",
        "nobody says this any more: 'Gone.'",
        "not translated: 'Empty.'",
        "the places ['m', 'n'] are not on both sides: 'Kept {n}.'",
    ]
    assert named[4].startswith("disclosure.mo is not what disclosure.po says")


def test_translations_are_kept_when_sentences_come_and_go() -> None:
    old = Catalog(locale="zh_CN")
    old.add("Old.", "旧的。")
    old.add("Gone.", "没有了。")
    new = {
        str(message.id): message.string for message in updated({"Old.": {"a.py"}, "New.": {"b.py"}}, old) if message.id
    }
    assert new == {"Old.": "旧的。", "New.": ""}


def test_compiling_gives_what_is_there() -> None:
    assert MO.read_bytes() == compiled(catalogue())


def test_collecting_again_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / PO.name
    copy.write_bytes(PO.read_bytes())
    monkeypatch.setattr("tools.messages.PO", copy)
    monkeypatch.setattr("tools.messages.MO", tmp_path / MO.name)
    monkeypatch.setattr("sys.argv", ["messages"])
    written = []
    for _ in range(2):
        assert main() == 0
        written.append((copy.read_bytes(), (tmp_path / MO.name).read_bytes()))
    assert written[0] == written[1]
    assert written[0][1] == MO.read_bytes()


def test_a_refusal_is_said_in_both_languages() -> None:
    error = BadInput(
        "A case that is {state} cannot take the step {step}. Possible now: {possible}.",
        state=State.DECIDED,
        step="x",
        possible=[State.LAPSED],
    )
    assert [error.text(translator(language)) for language in LANGUAGES] == [
        "状态为“已签批”的案件不能办理“x”。目前可以办理：不再处理。",
        "A case that is decided cannot take the step x. Possible now: lapsed.",
    ]


def test_nothing_is_nothing_in_every_language() -> None:
    assert [translator(language)("") for language in LANGUAGES] == ["", ""]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(BadInput, match="There is no language fr"):
        translator("fr")
