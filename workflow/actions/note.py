"""What stands beside the work: who has the case, notes, files."""

from uuid import UUID

from workflow.actions.step import View, action
from workflow.actions.texts import said
from workflow.rules.errors import NotFound, RuleBroken
from workflow.rules.record.aftermath import Attached, Noted
from workflow.rules.record.handling import Assigned
from workflow.rules.states import Step
from workflow.store.people import works_for

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
        RuleBroken: Its name bears a classification; state secrets are never kept here (保守国家秘密法 Art. 31).
    """
    if any(marking in name for marking in MARKINGS):
        raise RuleBroken(
            "{name} bears a classification. State secrets must not be kept in this system: record where the paper is "
            "kept instead.",
            name=name,
        )
    no = view.case.attachments + 1
    return Attached(no=no, name=said(name, "name"), media=media, size=size, sha256=sha256)
