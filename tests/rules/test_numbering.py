"""Every pattern found in published letters can be set, and none gives two letters one number."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.errors import BadInput
from workflow.rules.numbering import NOTICE, REPLY, Numbering, Scope, YearOf, numbering_of, old_pattern

FOUND = [
    (
        {"scope": "case", "pattern": "朝信息公开﹝{year}﹞第{n}号{suffix}", "suffix": {"reply": "-答"}},
        2019,
        372,
        "朝信息公开﹝2019﹞第372号-答",
    ),
    (
        {"scope": "case", "pattern": "延庆区({year})第{n}号{suffix}", "suffix": {"": "一告"}},
        2018,
        58,
        "延庆区(2018)第58号一告",
    ),
    (
        {"scope": "letter", "pattern": "{prefix}（{year}）第{n}号", "prefix": {"reply": "沪水务不存答"}},
        2010,
        3,
        "沪水务不存答（2010）第3号",
    ),
    (
        {"pattern": "{prefix}〔{year}〕第{n:03}号", "prefix": {"reply": "清政公依", "notice": "清政公补"}},
        2024,
        12,
        "清政公依〔2024〕第012号",
    ),
    ({"scope": "agency", "pattern": "证监信息公开〔{year}〕{n}号"}, 2019, 287, "证监信息公开〔2019〕287号"),
    ({"scope": "agency", "pattern": "聊建公开告字[{year}]{n}号"}, 2023, 61, "聊建公开告字[2023]61号"),
    ({"scope": "agency", "pattern": "({year})彭海处告字第{n:03}号"}, 2015, 6, "(2015)彭海处告字第006号"),
    ({"scope": "agency", "pattern": "郑高开({year})第{n}号"}, 2014, 29, "郑高开(2014)第29号"),
]


@pytest.mark.parametrize(("told", "year", "n", "number"), FOUND, ids=[one[3] for one in FOUND])
def test_a_pattern_found_can_be_set(told: dict[str, object], year: int, n: int, number: str) -> None:
    assert numbering_of({"numbers": json.dumps(told)}).written("reply", REPLY, year, n) == number


def test_without_a_setting_replies_and_notices_have_a_count_each() -> None:
    own = numbering_of({})
    assert own.written("reply", REPLY, 2026, 12) == "公开复〔2026〕12号"
    assert own.written("receipt", NOTICE, 2026, 12) == "公开告〔2026〕12号"
    assert (own.counter("reply", REPLY), own.counter("receipt", NOTICE)) == ("reply", "notice")
    assert own.year is YearOf.ISSUED


def test_kinds_that_look_alike_share_a_count() -> None:
    own = Numbering(scope=Scope.LETTER, prefix={"": "甲"}, suffix={"receipt": "-回", "extension_notice": "-延"})
    assert own.counter("receipt", NOTICE) != own.counter("extension_notice", NOTICE)
    assert own.counter("reply", REPLY) == own.counter("correction_notice", NOTICE)


def test_a_second_letter_of_a_case_is_told_from_the_first() -> None:
    own = Numbering(scope=Scope.CASE, prefix={"": "甲"}, suffix={"": "-告"})
    assert own.counter("reply", REPLY) == own.counter("receipt", NOTICE) == "case letters"
    assert [own.written("reply", REPLY, 2026, 7, again) for again in (1, 2)] == [
        "甲〔2026〕7号-告",
        "甲〔2026〕7号-告之二",
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "{year}号",
        "{n}号",
        "{year}{n}{who}",
        "{year}{n}{}",
        "{year!r}{n}",
        "{year}{n.real}",
        "{year}{n:>9}",
        "{year",
        "{year:04}{n}",
        "{n:0007}{year}",
    ],
)
def test_a_pattern_with_another_place_is_refused(pattern: str) -> None:
    with pytest.raises(BadInput, match="pattern of the numbers"):
        Numbering(pattern=pattern)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "no numbering"),
        ('{"scope": "year"}', "no numbering"),
        ('{"kind": 1}', "no numbering"),
        ('{"prefix": {"": "甲"}}', "would get the same numbers"),
        (json.dumps({"prefix": {"reply": "甲" * 41}}), "more than 40 characters"),
    ],
)
def test_what_is_no_numbering_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        numbering_of({"numbers": text})


def test_the_old_settings_count_only_alone() -> None:
    old = {"reply_number": "甲〔{year}〕{n}号"}
    assert old_pattern(old, REPLY) == "甲〔{year}〕{n}号"
    assert old_pattern(old, NOTICE) == ""
    assert old_pattern({**old, "numbers": "{}"}, REPLY) == ""


@given(
    st.sampled_from(Scope),
    st.lists(st.tuples(st.sampled_from(["reply", "receipt", "extension_notice"]), st.integers(1, 9)), unique=True),
)
def test_no_two_letters_share_a_number(scope: Scope, issued: list[tuple[str, int]]) -> None:
    """Whatever counts on its own: the numbers that counts give out are all different."""
    own = Numbering(scope=scope, prefix={REPLY: "复", NOTICE: "告"}, suffix={"receipt": "-回"})
    counts: dict[str, int] = {}
    numbers = []
    for kind, _ in issued:
        series = REPLY if kind == "reply" else NOTICE
        if scope is Scope.CASE:
            n = counts["case"] = counts.get("case", 0) + 1  # Each letter in a case of its own.
        else:
            counter = own.counter(kind, series)
            n = counts[counter] = counts.get(counter, 0) + 1
        numbers.append(own.written(kind, series, 2026, n))
    assert len(set(numbers)) == len(numbers)
