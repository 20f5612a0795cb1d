"""Every paper of a case as the record has it: for the file (卷宗), the proofs of service and the lists of evidence."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from workflow.store.rows import TABLES


class KeptLetter(NamedTuple):
    """A letter that was issued, and how it went; `void` is one whose draft was sent back."""

    no: int
    kind: str
    number: str
    title: str
    about: str
    issued_on: date
    signer: str
    decision: int
    way: str
    proof: str
    dispatched_on: date | None
    served_on: date | None
    served_proof: str
    void: bool


class KeptFile(NamedTuple):
    """A file that was put on the case."""

    no: int
    name: str
    added_on: date
    adder: str


class KeptReview(NamedTuple):
    """A secrecy review of items, in force or voided with its draft."""

    seq: int
    items: tuple[int, ...]
    reviewer: str
    on: date
    void: bool


class KeptDecision(NamedTuple):
    """A decision that was signed."""

    seq: int
    approver: str
    on: date
    void: bool


class KeptAnswer(NamedTuple):
    """The answer of a party that was consulted, or its silence until `on`; `effect` is what it said or what follows."""

    ref: str
    party: str
    name: str
    on: date
    effect: str
    answered: bool


class KeptProceeding(NamedTuple):
    """A reconsideration or suit over the case."""

    no: int
    kind: str
    filed_on: date
    body: str
    docket: str
    result: str
    concluded_on: date | None


class CasePapers(NamedTuple):
    """What is on the file of a case, each kind in the order of the record; `handler` is who has the case."""

    letters: list[KeptLetter]
    files: list[KeptFile]
    reviews: list[KeptReview]
    decisions: list[KeptDecision]
    answers: list[KeptAnswer]
    proceedings: list[KeptProceeding]
    paid_on: date | None
    handler: str


def case_papers(connection: Connection, case_id: UUID) -> CasePapers:
    """Read the papers of a case that exists."""
    fees, users, cases = TABLES["fees"].c, TABLES["users"], TABLES["cases"].c
    paid = select(fees.paid_on).where(fees.case_id == case_id, fees.paid_on.is_not(None)).order_by(fees.seq.desc())
    handler = select(users.c.name).join(TABLES["cases"], cases.assignee_id == users.c.id).where(cases.id == case_id)
    return CasePapers(
        letters=_letters(connection, case_id),
        files=_files(connection, case_id),
        reviews=_reviews(connection, case_id),
        decisions=_decisions(connection, case_id),
        answers=_answers(connection, case_id),
        proceedings=_proceedings(connection, case_id),
        paid_on=connection.execute(paid.limit(1)).scalar_one_or_none(),
        handler=connection.execute(handler).scalar_one_or_none() or "",
    )


def _letters(connection: Connection, case_id: UUID) -> list[KeptLetter]:
    letters, users = TABLES["letters"], TABLES["users"]
    query = (
        select(letters, users.c.name.label("signer"))
        .join(users, users.c.id == letters.c.signed_by)
        .where(letters.c.case_id == case_id)
        .order_by(letters.c.no)
    )
    return [
        KeptLetter(
            row.no,
            row.kind,
            row.number,
            row.title,
            row.about,
            row.issued_on,
            row.signer,
            row.decision,
            row.way or "",
            row.proof or "",
            row.dispatched_on,
            row.served_on,
            row.served_proof or "",
            row.voided_by is not None,
        )
        for row in connection.execute(query)
    ]


def _files(connection: Connection, case_id: UUID) -> list[KeptFile]:
    one, users = TABLES["attachments"].c, TABLES["users"]
    query = (
        select(one.no, one.name, one.added_on, users.c.name)
        .join(users, users.c.id == one.added_by)
        .where(one.case_id == case_id)
        .order_by(one.no)
    )
    return [KeptFile(*row) for row in connection.execute(query)]


def _reviews(connection: Connection, case_id: UUID) -> list[KeptReview]:
    one, users = TABLES["secrecy_reviews"].c, TABLES["users"]
    query = (
        select(one.seq, one.item, users.c.name, one.reviewed_on, one.voided_by)
        .join(users, users.c.id == one.reviewer_id)
        .where(one.case_id == case_id)
        .order_by(one.seq, one.item)
    )
    found: dict[int, KeptReview] = {}
    for seq, item, name, on, voided_by in connection.execute(query):
        before = found[seq].items if seq in found else ()
        found[seq] = KeptReview(seq, (*before, item), name, on, voided_by is not None)
    return list(found.values())


def _decisions(connection: Connection, case_id: UUID) -> list[KeptDecision]:
    one, users = TABLES["decisions"].c, TABLES["users"]
    query = (
        select(one.seq, users.c.name, one.decided_on, one.voided_by)
        .join(users, users.c.id == one.approver_id)
        .where(one.case_id == case_id)
        .order_by(one.seq)
    )
    return [
        KeptDecision(seq, name, on, voided_by is not None) for seq, name, on, voided_by in connection.execute(query)
    ]


def _answers(connection: Connection, case_id: UUID) -> list[KeptAnswer]:
    one = TABLES["consultations"].c
    query = (
        select(one.ref, one.party, one.name, one.answered_on, one.lapsed_on, one.effect)
        .where(one.case_id == case_id, one.voided_by.is_(None))
        .order_by(one.sent_on, one.ref)
    )
    return [
        KeptAnswer(row.ref, row.party, row.name, row.answered_on or row.lapsed_on, row.effect, bool(row.answered_on))
        for row in connection.execute(query)
        if row.answered_on or row.lapsed_on
    ]


def _proceedings(connection: Connection, case_id: UUID) -> list[KeptProceeding]:
    one = TABLES["proceedings"].c
    query = select(one.id, one.kind, one.filed_on, one.body, one.docket, one.result, one.concluded_on).where(
        one.case_id == case_id
    )
    found = [KeptProceeding(int(name.rpartition("/")[2]), *rest) for name, *rest in connection.execute(query)]
    return sorted(found)
