"""Documents of group C, towards others written from the record; what they are stands in `letters.consulting`."""

from collections.abc import Mapping

from workflow.actions.writing.common import Writer

WRITERS: Mapping[str, Writer] = {}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {}
"""Forms, which are printed and filed."""
