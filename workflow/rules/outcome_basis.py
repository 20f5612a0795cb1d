"""The articles an outcome rests on, by the day of the decision, and with them what an agency may decide on that day.

Source:
    政府信息公开条例 (2019), Arts. 2, 14–16, 30, 35–39; (2008), Arts. 2, 8, 14, 21–23.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.rules.citations import Citation, Law
from workflow.rules.errors import RuleBroken
from workflow.rules.exemptions import Ground, exemption_on
from workflow.rules.outcomes import AnswerForm, Outcome

GROUND_OF = {
    Outcome.N1: Ground.STATE_SECRET,
    Outcome.N2: Ground.LAW_FORBIDS,
    Outcome.N3: Ground.SECURITY,
    Outcome.N4: Ground.THIRD_PARTY,
    Outcome.N4A: Ground.TRADE_SECRET,
    Outcome.N4B: Ground.PRIVACY,
    Outcome.N5: Ground.INTERNAL,
    Outcome.N6: Ground.PROCESS,
    Outcome.N7: Ground.ENFORCEMENT_FILE,
}
"""The ground of each refusal. N8 has none: it is no exemption, though the form counts it as a refusal."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where an outcome stands in one text of the Regulations.

    `handling` is the article on how to answer; the ground of a refusal comes on top of it. `must_add` tells that the
    drafter has to name an article, because the text names none. `since` is a day later than the text's own first day.
    """

    text: Law
    handling: tuple[Citation, ...]
    since: date | None = None
    must_add: bool = False
    note: str = ""

    def in_force_on(self, day: date) -> bool:
        """Tell whether an agency may answer so on `day`."""
        return self.text.in_force_on(day) and (self.since is None or self.since <= day)


_NEW, _OLD = Law.REGULATIONS_2019, Law.REGULATIONS_2008


def _item(law: Law, article: int, *items: int) -> tuple[Citation, ...]:
    return tuple(Citation(law, article, item=item) for item in items)


_REFUSED = Basis(_NEW, _item(_NEW, 36, 3))
_REFUSED_2008 = Basis(_OLD, _item(_OLD, 21, 2))
_OPINIONS = Basis(
    _OLD,
    (Citation(_OLD, 2), Citation(Law.OPINIONS_2010)),
    since=Law.OPINIONS_2010.valid_from,
    note="UNVERIFIED: the Regulations of 2008 name no such answer; practice rested on the national opinions.",
)
_FEE = (Citation(_NEW, 42), Citation(Law.FEE_RULES))

# What a text does not name in a row of its own may not be decided under it.
_BASES: dict[Outcome, tuple[Basis, ...]] = {
    Outcome.D1: (Basis(_NEW, _item(_NEW, 36, 1)), Basis(_OLD, _item(_OLD, 21, 1))),
    Outcome.D2: (Basis(_NEW, _item(_NEW, 36, 2)), Basis(_OLD, _item(_OLD, 21, 1))),
    Outcome.D3: (
        Basis(_NEW, (*_item(_NEW, 36, 2, 3), Citation(_NEW, 37))),
        Basis(_OLD, (*_item(_OLD, 21, 1, 2), Citation(_OLD, 22))),
    ),
    Outcome.N1: (_REFUSED, _REFUSED_2008),
    Outcome.N2: (_REFUSED, _REFUSED_2008),
    Outcome.N3: (_REFUSED, _REFUSED_2008),
    Outcome.N4: (_REFUSED,),
    Outcome.N4A: (_REFUSED, _REFUSED_2008),
    Outcome.N4B: (_REFUSED, _REFUSED_2008),
    Outcome.N5: (_REFUSED, _OPINIONS),
    Outcome.N6: (_REFUSED, _OPINIONS),
    Outcome.N7: (_REFUSED,),
    Outcome.N8: (
        Basis(_NEW, _item(_NEW, 36, 7)),
        Basis(
            _OLD,
            (Citation(Law.REGISTER_LETTER_2016),),
            since=Law.REGISTER_LETTER_2016.valid_from,
            note="UNVERIFIED: number and title of the letter of 2016-09-18.",
        ),
    ),
    Outcome.U1: (Basis(_NEW, _item(_NEW, 36, 4)), Basis(_OLD, _item(_OLD, 21, 3))),
    Outcome.U2: (Basis(_NEW, (*_item(_NEW, 36, 5), Citation(_NEW, 10))), Basis(_OLD, _item(_OLD, 21, 3))),
    Outcome.U3: (Basis(_NEW, (Citation(_NEW, 38),)), _OPINIONS),
    Outcome.U4: (
        Basis(_NEW, (Citation(_NEW, 30),), note="UNVERIFIED: no item of Art. 36 names it; practice cites Art. 30."),
        Basis(_OLD, _item(_OLD, 21, 4)),
    ),
    Outcome.X1: (
        Basis(_NEW, (Citation(_NEW, 39, 1),)),
        Basis(_OLD, (Citation(_OLD, 2),), note="UNVERIFIED: no article names it; the letters of that time cite none."),
    ),
    Outcome.X2: (Basis(_NEW, _item(_NEW, 36, 6)),),
    Outcome.X3: (Basis(_NEW, (Citation(_NEW, 39, 2),)),),
    Outcome.X4: (Basis(_NEW, (Citation(_NEW, 35),)),),
    Outcome.X5: (
        Basis(_NEW, (), must_add=True, note="UNVERIFIED: no article names it; cite the item of Art. 36 actually met."),
    ),
    Outcome.C1: (Basis(_NEW, (Citation(_NEW, 30),)),),
    Outcome.C2: (Basis(_NEW, _FEE, since=Law.FEE_RULES.valid_from),),
    Outcome.C3: (
        Basis(_NEW, (), note="No article: the applicant's own act ends the case."),
        Basis(_OLD, (), note="No article: the applicant's own act ends the case."),
    ),
}


_NO_INFORMATION = "UNVERIFIED: no item of Art. 36 names it; Art. 2 says what government information is."
_INQUIRY = "UNVERIFIED: no article names it; practice rests on Art. 2."
_ANSWERS: dict[AnswerForm, tuple[Basis, ...]] = {
    AnswerForm.NO_INFORMATION: tuple(Basis(text, (Citation(text, 2),), note=_NO_INFORMATION) for text in (_NEW, _OLD)),
    AnswerForm.INQUIRY: tuple(Basis(text, (Citation(text, 2),), note=_INQUIRY) for text in (_NEW, _OLD)),
}
_ARCHIVES = (Law.ARCHIVES_2020, Law.ARCHIVES_1987)


def may_decide(outcome: Outcome, day: date) -> bool:
    """Tell whether an agency may decide so on `day`: the text in force then, or guidance under it, knows the answer."""
    return any(basis.in_force_on(day) for basis in _BASES[outcome])


def possible_on(day: date) -> tuple[Outcome, ...]:
    """Return the outcomes an agency may choose from on `day`, in the order of the statutory table."""
    return tuple(outcome for outcome in Outcome if may_decide(outcome, day))


def possible_under(regime: str) -> tuple[Outcome, ...]:
    """Return the outcomes an agency could decide on some day of `CN-2008` or `CN-2019`.

    Raises:
        RuleBroken: There is no such regime.

    """
    text = {"CN-2008": _OLD, "CN-2019": _NEW}.get(regime)
    if text is None:
        raise RuleBroken("{regime} is no regime of the Regulations. Use CN-2008 or CN-2019.", regime=regime)
    return tuple(outcome for outcome in Outcome if any(basis.text is text for basis in _BASES[outcome]))


def answer_form(outcome: Outcome, detail: Mapping[str, str]) -> AnswerForm | None:
    """Return as what a reply answers an item of C3; None for every other outcome, and for a plain C3."""
    form = detail.get("form", "").strip()
    return AnswerForm(form) if outcome is Outcome.C3 and form in tuple(AnswerForm) else None


def basis_on(outcome: Outcome, day: date, form: AnswerForm | None = None) -> Basis:
    """Return how the outcome is founded in a decision of `day`; `form` tells which answer a C3 in a reply is.

    Raises:
        RuleBroken: The text in force on that day does not know the outcome.

    """
    for basis in _BASES[outcome] if form is None else _ANSWERS[form]:
        if basis.in_force_on(day):
            return basis
    raise RuleBroken(
        "{outcome} ({label}) cannot be decided on {day}: the text in force then does not know it. "
        "Choose another outcome.",
        outcome=outcome,
        label=outcome.label,
        day=day,
    )


def citations_on(
    outcome: Outcome, day: date, grounds: Iterable[Ground] = (), detail: Mapping[str, str] | None = None
) -> tuple[Citation, ...]:
    """Return all places a letter of `day` must cite: how to answer, then the ground of each withheld part, each once.

    Args:
        outcome: Of the item.
        day: The day of the decision; it chooses the text.
        grounds: Of the withheld parts of D3. A refusal N1 to N7 brings its own ground.
        detail: What the draft states: the form of a C3, the archive a record went to, another form than was asked for.

    Raises:
        RuleBroken: The text of that day does not know the outcome or a ground.

    """
    named = [GROUND_OF[outcome]] if outcome in GROUND_OF else []
    stated = detail or {}
    places = list(basis_on(outcome, day, answer_form(outcome, stated)).handling)
    places.extend(_besides(outcome, day, stated))
    for ground in (*named, *grounds):
        places.extend(exemption_on(ground, day).citations)
    return tuple(dict.fromkeys(places))


def _besides(outcome: Outcome, day: date, stated: Mapping[str, str]) -> Iterable[Citation]:
    """Return what a letter cites because of what it states."""
    if outcome.given and stated.get("form_reason") and _NEW.in_force_on(day):
        yield Citation(_NEW, 40)
    if outcome is Outcome.U2 and stated.get("archive"):
        yield from (Citation(law) for law in _ARCHIVES if law.in_force_on(day))
