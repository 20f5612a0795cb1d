"""A refused step changes nothing: every row of every table is the same before and after, on both databases."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from factories import AT, DECIDED, HISTORIES, REPLIED, Office, Taken, answer, at, dump

from workflow.actions.note import note
from workflow.rules.errors import (
    BadInput,
    CalendarGap,
    CaseworkError,
    KeyReused,
    NotAllowed,
    NotFound,
    NotReady,
    NotYours,
    RuleBroken,
    Stale,
)
from workflow.rules.outcomes import Outcome
from workflow.rules.states import State

REVIEWED, SUBMITTED, CLEARED = DECIDED[:1], DECIDED[:3], DECIDED[:4]
CHARGED, ASKED = AT[State.AWAITING_PAYMENT], AT[State.CORRECTING]
CONSULTED = (*REVIEWED, ("consult", "2026-03-04"))
DELIVERED = (*CONSULTED, ("deliver_consultation", "2026-03-05"))
LOST = (*REPLIED, ("file_proceeding", "2026-04-01"), ("conclude_proceeding", "2026-05-06"))
ALL_GIVEN = {"items": [answer(1, Outcome.D2), answer(2, Outcome.D2)]}
GIVEN = tuple((*taken[:2], ALL_GIVEN) if taken[0] == "draft" else taken for taken in REPLIED)


@dataclass(frozen=True)
class Refusal:
    """A step that is refused: after a history, on a day, by a role, with what it says."""

    name: str
    error: type[CaseworkError]
    history: tuple[Taken, ...]
    step: str
    on: str = "2026-05-08"
    by: str = ""
    said: dict[str, Any] = field(default_factory=dict)


REFUSALS = [
    Refusal("a step that the table does not have", NotAllowed, REVIEWED, "decide"),
    Refusal("a step for another role", NotYours, REVIEWED, "extend", by="caseworker"),
    Refusal("nobody's step", NotFound, REVIEWED, "note", by="stranger"),
    Refusal("a day in the future", RuleBroken, (), "review", on="2026-05-09"),
    Refusal("a day before the receipt", RuleBroken, (), "review", on="2026-03-01"),
    Refusal("a day before the last step", RuleBroken, REVIEWED, "withdraw", on="2026-03-02"),
    Refusal("a day before the draft", RuleBroken, DECIDED[:2], "submit", on="2026-03-06"),
    Refusal("a day before the review", RuleBroken, CLEARED, "decide", on="2026-03-10"),
    Refusal("a second correction", NotReady, (*ASKED, ("correct", "2026-03-12")), "ask_correction"),
    Refusal("a lapse before the last day", NotReady, ASKED, "lapse", on="2026-03-31"),
    Refusal("a second extension", NotReady, (*REVIEWED, ("extend", "2026-03-16")), "extend"),
    Refusal("a late extension", RuleBroken, REVIEWED, "extend", on="2026-03-31"),
    Refusal("a long extension", RuleBroken, REVIEWED, "extend", on="2026-03-16", said={"days": 21}),
    Refusal("an extension in a pause", RuleBroken, CONSULTED, "extend", on="2026-03-05"),
    Refusal("a silence that is not over", NotReady, DELIVERED, "lapse_consultation", on="2026-03-26"),
    Refusal("an unknown consultation", NotFound, CONSULTED, "answer_consultation", said={"ref": "C9"}),
    Refusal("a second question", NotReady, (*REVIEWED, ("ask_reasons", "2026-03-04")), "ask_reasons"),
    Refusal("an answer without a question", NotReady, REVIEWED, "give_reasons"),
    Refusal("a delay to a day that is over", RuleBroken, REVIEWED, "delay", said={"until": date(2026, 5, 8)}),
    Refusal("a payment without a notice", NotReady, CHARGED, "pay"),
    Refusal("a second fee notice", RuleBroken, (*CHARGED, ("deliver_fee_notice", "2026-03-06")), "deliver_fee_notice"),
    Refusal("a fee of nothing", RuleBroken, REVIEWED, "charge", said={"quantity": 1}),
    Refusal("an incomplete draft", NotReady, REVIEWED, "submit"),
    Refusal("an unknown item", BadInput, REVIEWED, "draft", said={"items": [answer(7, Outcome.D2)]}),
    Refusal("an impossible outcome", RuleBroken, REVIEWED, "draft", said={"items": [answer(1, Outcome.U4)]}),
    Refusal("an open consultation", NotReady, (*CONSULTED, ("draft", "2026-03-09")), "submit"),
    Refusal("a decision before the review", NotReady, SUBMITTED, "decide"),
    Refusal("a review of what is withheld", RuleBroken, SUBMITTED, "clear", said={"conclusion": "withhold"}),
    Refusal("a change of a draft that was handed in", NotAllowed, SUBMITTED, "draft"),
    Refusal("a reply without its letter", NotReady, DECIDED, "reply"),
    Refusal("a letter that is not there", NotFound, DECIDED, "serve"),
    Refusal("a reopening without an order", NotReady, (*REPLIED, ("file_proceeding", "2026-04-01")), "reopen"),
    Refusal("a period beyond the calendar", CalendarGap, LOST, "reopen", said={"days": 10**8}),
    Refusal("a second result", BadInput, LOST, "conclude_proceeding"),
    Refusal("an answer to what is concluded", BadInput, LOST, "answer_proceeding"),
    Refusal("an answer to no proceeding", NotFound, REPLIED, "answer_proceeding"),
    Refusal("a simplified suit", BadInput, (), "file_proceeding", said={"filing": "direct", "simplified": True}),
    Refusal("a look at what was given", NotReady, GIVEN, "reassess"),
    Refusal("a look without a reason", BadInput, REPLIED, "reassess", said={"reason": " "}),
    Refusal("an unknown finding", BadInput, REPLIED, "reassess", said={"finding": "open"}),
    Refusal("a look by intake", NotYours, REPLIED, "reassess", by="intake"),
    Refusal("a look at an open case", NotAllowed, REVIEWED, "reassess"),
    Refusal("an entry that is not there", NotFound, (), "correct_entry", said={"corrects": 9, "reason": "误录"}),
    Refusal("nothing to correct", BadInput, (), "correct_entry", said={"corrects": 1, "reason": "误录"}),
    Refusal(
        "a day that the clock cannot take",
        RuleBroken,
        HISTORIES["consulted and answered"],
        "correct_entry",
        said={"corrects": 5, "day": date(2026, 3, 3), "reason": "误录"},
    ),
    Refusal(
        "a void entry that moved the state", RuleBroken, REVIEWED, "correct_entry", said={"corrects": 2, "void": True}
    ),
    Refusal("a case for a stranger", NotFound, (), "assign", said={"to": uuid4()}),
    Refusal("a classified file", RuleBroken, (), "attach", said={"name": "机密级.pdf"}),
    Refusal("an empty note", BadInput, (), "note", said={"text": " "}),
    Refusal("a NUL", BadInput, (), "note", said={"text": "一\0二"}),
    Refusal("half a character", BadInput, (), "note", said={"text": "一\ud800二"}),
    Refusal("a text without end", BadInput, (), "note", said={"text": "一" * 200_000}),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_a_refused_step_changes_nothing(shared_office: Office, refusal: Refusal) -> None:
    case = shared_office.case(refusal.history)
    said = {"reason": "误录", **refusal.said} if refusal.step == "correct_entry" else refusal.said
    before = dump(shared_office.store)
    call = None
    if refusal.on > "2026-05-08":
        call = shared_office.call("caseworker", refusal.on, case.version, now=at("2026-05-08"))
    with pytest.raises(refusal.error) as told:
        shared_office.take(case, refusal.step, refusal.on, refusal.by, call=call, **said)
    assert dump(shared_office.store) == before
    assert str(told.value).endswith(".")
    assert "{" not in str(told.value)


def test_the_same_person_s_second_look_changes_nothing(shared_office: Office) -> None:
    case = shared_office.take(shared_office.case(REVIEWED), "draft", "2026-03-09", by="everyone")
    case = shared_office.take(case, "submit", "2026-03-10")
    before = dump(shared_office.store)
    with pytest.raises(NotYours):
        shared_office.take(case, "clear", "2026-03-11", by="everyone")
    assert dump(shared_office.store) == before


def test_an_older_version_or_a_used_key_changes_nothing(shared_office: Office) -> None:
    case = shared_office.case()
    call = shared_office.call("intake", "2026-03-03", 1, key="used")
    shared_office.take(case, "note", "", call=call)
    before = dump(shared_office.store)
    with pytest.raises(Stale):
        shared_office.take(case, "note", "2026-03-03")
    with pytest.raises(KeyReused):
        shared_office.take(case, "note", "", call=call, text="另一件事")
    assert dump(shared_office.store) == before


def test_a_refusal_in_the_middle_of_a_unit_takes_the_whole_unit_back(shared_office: Office) -> None:
    cases = [shared_office.case(), shared_office.case()]
    before = dump(shared_office.store)

    def both() -> None:
        with shared_office.store.unit() as unit:
            for case, text in zip(cases, ("一", " "), strict=True):
                note(unit, case.id, shared_office.call("intake", "2026-03-03", 1), text=text)

    with pytest.raises(BadInput):
        both()
    assert dump(shared_office.store) == before


def test_each_class_of_refusal_is_shown() -> None:
    shown = {refusal.error for refusal in REFUSALS} | {Stale, KeyReused}
    assert shown == {
        BadInput,
        CalendarGap,
        KeyReused,
        NotAllowed,
        NotFound,
        NotReady,
        NotYours,
        RuleBroken,
        Stale,
    }
