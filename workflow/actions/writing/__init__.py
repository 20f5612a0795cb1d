"""Documents written from the record: which writer makes which kind."""

from collections.abc import Mapping

from workflow.actions.writing import (
    amendments,
    consulting,
    disputes,
    fees,
    filing,
    handling,
    intake,
    notices,
    serving,
    timing,
)
from workflow.actions.writing.common import Writer

WRITERS: Mapping[str, Writer] = {
    **notices.WRITERS,
    **intake.WRITERS,
    **timing.WRITERS,
    **consulting.WRITERS,
    **handling.WRITERS,
    **fees.WRITERS,
    **amendments.WRITERS,
    **serving.WRITERS,
    **filing.WRITERS,
    **disputes.WRITERS,
}
"""Letters beside the reply, by the name their kind goes by; each is signed and numbered."""

FORMS: Mapping[str, Writer] = {
    **intake.FORMS,
    **timing.FORMS,
    **consulting.FORMS,
    **handling.FORMS,
    **fees.FORMS,
    **amendments.FORMS,
    **serving.FORMS,
    **filing.FORMS,
    **disputes.FORMS,
}
"""Forms, by the name their kind goes by; they are printed and filed, and have no number of their own."""
