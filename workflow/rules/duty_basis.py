"""Under which article a duty stands, and what follows when its day passes: the reason in every reminder."""

from collections.abc import Mapping
from types import MappingProxyType

from workflow.rules.citations import Citation, Law, cite
from workflow.rules.duty import Duty
from workflow.rules.regimes import CN_2008, CN_2019, Regime

_OLD, _NEW = Law.REGULATIONS_2008, Law.REGULATIONS_2019
_REVIEW, _SUIT = Law.RECONSIDERATION_2023, Law.LITIGATION_2014
_ANSWER_REVIEW = (Citation(_REVIEW, 48), Citation(_REVIEW, 54))
_ANSWER_SUIT = (Citation(_SUIT, 67),)
# UNVERIFIED: the articles on an ordered redo were not among the passages read for the domain notes.
_REDO = (Citation(_REVIEW, 64), Citation(_SUIT, 70))
_HOLIDAYS = "《全国年节及纪念日放假办法》"

_CITED: Mapping[str, Mapping[Duty, tuple[Citation, ...]]] = {
    CN_2008.name: {
        Duty.OPEN: (Citation(_OLD, 20),),
        Duty.CORRECTION_NOTICE: (Citation(_OLD, 21, item=4),),
        Duty.CORRECT: (Citation(_OLD, 21, item=4),),
        Duty.ANSWER_CONSULTATION: (Citation(_OLD, 23),),
        Duty.LAPSE: (Citation(_OLD, 21, item=4),),
        Duty.RECORD_SILENCE: (Citation(_OLD, 23),),
        Duty.CHASE: (Citation(_OLD, 24, 3),),
        Duty.SECRECY_REVIEW: (Citation(_OLD, 14),),
        Duty.REDO: _REDO,
        Duty.REPLY: (Citation(_OLD, 24, 2),),
        Duty.ANSWER_REVIEW: _ANSWER_REVIEW,
        Duty.ANSWER_SUIT: _ANSWER_SUIT,
        Duty.EXTEND: (Citation(_OLD, 24, 2),),
        Duty.REPORT_DEPARTMENT: (Citation(_OLD, 31),),
        Duty.REPORT_GOVERNMENT: (Citation(_OLD, 31),),
    },
    CN_2019.name: {
        Duty.OPEN: (Citation(_NEW, 45),),
        Duty.CORRECTION_NOTICE: (Citation(_NEW, 30),),
        Duty.CORRECT: (Citation(_NEW, 30),),
        Duty.PAY: (Citation(_NEW, 42), Citation(Law.FEE_RULES)),
        Duty.ANSWER_CONSULTATION: (Citation(_NEW, 32), Citation(_NEW, 34)),
        Duty.LAPSE: (Citation(_NEW, 30), Citation(_NEW, 42)),
        Duty.RECORD_SILENCE: (Citation(_NEW, 32), Citation(_NEW, 34)),
        Duty.CHASE: (Citation(_NEW, 33, 3),),
        Duty.SECRECY_REVIEW: (Citation(_NEW, 17),),
        Duty.REDO: _REDO,
        Duty.REPLY: (Citation(_NEW, 33, 2),),
        Duty.ANSWER_REVIEW: _ANSWER_REVIEW,
        Duty.ANSWER_SUIT: _ANSWER_SUIT,
        Duty.EXTEND: (Citation(_NEW, 33, 2),),
        Duty.REASSESS: (Citation(_NEW, 18),),
        Duty.REPORT_DEPARTMENT: (Citation(_NEW, 49, 1),),
        Duty.REPORT_GOVERNMENT: (Citation(_NEW, 49, 2),),
    },
}

_BASES = {name: {duty: cite(places) for duty, places in cited.items()} for name, cited in _CITED.items()}

_BY_REF = {
    ("correction", CN_2019.name): cite([Citation(_NEW, 30)]),
    ("payment", CN_2019.name): cite([Citation(_NEW, 42), Citation(Law.FEE_RULES)]),
    ("reasons", CN_2019.name): cite([Citation(_NEW, 35)]),
}
"""A waiting whose article is narrower than that of its duty."""


def basis(duty: Duty, regime: Regime, ref: str = "") -> str:
    """Return the articles behind a duty in Chinese; "" where the text in force has none.

    Args:
        duty: The duty.
        regime: Of the running clock; for the duties of an agency that of its day.
        ref: What the duty refers to; a waiting for the applicant is cited more closely.

    """
    if duty is Duty.CALENDAR:
        return _HOLIDAYS
    if duty is Duty.LAPSE or duty is Duty.CHASE:
        closer = _BY_REF.get((ref, regime.name))
        if closer:
            return closer
    return _BASES[regime.name].get(duty, "")


_OTHERWISE = MappingProxyType(
    {
        Duty.OPEN: "The period of the reply runs from the receipt, whether or not anybody has opened the request.",
        Duty.CORRECTION_NOTICE: "A later notice is a breach of the period, and a court may hold that it stops nothing.",
        Duty.CORRECT: "Without a good reason the request then counts as abandoned, once the office records it.",
        Duty.PAY: "The request then counts as abandoned, once the office records it.",
        Duty.ANSWER_CONSULTATION: "A third party's silence leaves the decision to the agency; a co-producer's is "
        "consent.",
        Duty.LAPSE: "The case stays open and counts as pending in the annual report.",
        Duty.RECORD_SILENCE: "The period of the reply runs on from the party's last day, and the draft cannot be "
        "submitted.",
        Duty.CHASE: "The case waits without an end, and the applicant may complain that nothing is done.",
        Duty.SECRECY_REVIEW: "The review runs inside the period of the reply: what it takes longer is missing at the "
        "end.",
        Duty.REDO: "The reply is late again, and the reviewing body or the court may enforce its order.",
        Duty.REPLY: "The reply is late: a court declares it unlawful, and the annual report shows it.",
        Duty.ANSWER_REVIEW: "Without an answer in time the decision counts as made without evidence.",
        Duty.ANSWER_SUIT: "Without evidence in time the decision counts as made without evidence.",
        Duty.EXTEND: "After this day the period can no longer be extended.",
        Duty.REASSESS: "What no longer has to be withheld stays closed, against the duty to look again.",
        Duty.REPORT_DEPARTMENT: "The report is late, and the disclosure authority can order it and name the agency.",
        Duty.REPORT_GOVERNMENT: "The report of the government is late, and the superior authority can order it.",
        Duty.CALENDAR: "Due days of the next year stay provisional and may be wrong by the length of a holiday.",
    }
)


def otherwise(duty: Duty) -> str:
    """Return what follows when the day passes: an English sentence, the key of its translation."""
    return _OTHERWISE[duty]
