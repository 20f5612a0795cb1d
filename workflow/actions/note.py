"""What stands beside the work: who has the case, notes, files, a look at the applicant's identifiers."""

import re
from uuid import UUID

from workflow.actions.step import View, action, no_case
from workflow.actions.texts import said
from workflow.rules.errors import BadInput, NotFound, RuleBroken
from workflow.rules.record.aftermath import Attached, Noted, Revealed
from workflow.rules.record.case import Call
from workflow.rules.record.handling import Assigned
from workflow.rules.states import Step
from workflow.store.cases import sealed_of
from workflow.store.people import works_for
from workflow.store.seal import Seal
from workflow.store.session import Unit

MOST_BYTES = 2**40
_SHA256 = re.compile("[0-9a-f]{64}")
MARKINGS = ("绝密★", "机密★", "秘密★", "绝密级", "机密级", "秘密级")  # A file that bears one must never be stored here.


@action(Step.ASSIGN)
def assign(view: View, *, to: UUID, reason: str = "") -> Assigned:
    """Give the case to a person of the agency."""
    if not works_for(view.unit.connection, to, view.case.agency_id):
        raise NotFound("That person has no role in the agency of the case. Give it to somebody who has.")
    return Assigned(to=to, reason=reason)


@action(Step.NOTE)
def note(view: View, *, text: str) -> Noted:  # noqa: ARG001 (a note needs nothing of the case)
    """Put a note on the file."""
    return Noted(text=said(text, "note"))


@action(Step.ATTACH)
def attach(view: View, *, name: str, media: str, size: int, sha256: str) -> Attached:
    """Put a stored file on the case.

    Raises:
        BadInput: Its size or digest is none that a stored file has.
        RuleBroken: Its name bears a classification; state secrets are never kept here (保守国家秘密法 Art. 31).
    """
    if any(marking in name for marking in MARKINGS):
        raise RuleBroken(
            "{name} bears a classification. State secrets must not be kept in this system: record where the paper is "
            "kept instead.",
            name=name,
        )
    if not 0 <= size <= MOST_BYTES or not _SHA256.fullmatch(sha256):
        raise BadInput(
            "{name} was not kept: {size} bytes with the SHA-256 {sha256} cannot be. Hand it in again.",
            name=name,
            size=size,
            sha256=sha256 or "-",
        )
    no = view.case.attachments + 1
    return Attached(no=no, name=said(name, "name"), media=media, size=size, sha256=sha256)


@action(Step.REVEAL)
def _look(view: View, *, fields: list[str], why: str) -> Revealed:  # noqa: ARG001 (who looks is in the call)
    return Revealed(fields=fields, why=said(why, "why"))


def reveal(unit: Unit, seal: Seal, case_id: UUID, call: Call, *, why: str) -> dict[str, str]:
    """Return the applicant's identifiers in plain; the look is on record, with its reason.

    Raises:
        NotFound: There is no such case for this person, or its applicant has no identifiers on record.
    """
    unit.begin()
    if unit.load(case_id, call.by, call.key) is None:
        raise no_case()
    sealed = sealed_of(unit.connection, case_id)
    identifiers = seal.open(sealed)
    if not identifiers:
        raise NotFound("No identifiers of the applicant are on record for this case.")
    _look(unit, case_id, call, fields=sorted(identifiers), why=why)
    return identifiers
