"""Take a request up (审核)."""

from workflow.actions.step import View, action
from workflow.rules.record.intake import Reviewed
from workflow.rules.states import Step


@action(Step.REVIEW)
def review(view: View, *, note: str = "") -> Reviewed:  # noqa: ARG001 (taking up needs nothing of the case)
    """Take a request up for handling."""
    return Reviewed(note=note)
