"""The documents of the procedure (文书): each a frozen dataclass of plain values and a template of the same name.

They are defined by subject, in the modules listed here; `catalogue` numbers them as the domain does.
"""

import re

from letters import (
    amendments,
    consulting,
    disputes,
    fees,
    filing,
    handling,
    intake,
    legacy,
    serving,
    timing,
)
from letters.notices import CorrectionNotice, Deficiency, ExtensionNotice, Passage, Receipt, ThirdPartyConsultation
from letters.parts import Contact, Document, Form, Letter, Pause, Recital
from letters.replies import Reply, ReplyItem

__all__ = [
    "KINDS",
    "Contact",
    "CorrectionNotice",
    "Deficiency",
    "Document",
    "ExtensionNotice",
    "Form",
    "Letter",
    "Passage",
    "Pause",
    "Receipt",
    "Recital",
    "Reply",
    "ReplyItem",
    "ThirdPartyConsultation",
    "kind_name",
    "template_of",
]

KINDS: tuple[type[Document], ...] = (
    Receipt,
    CorrectionNotice,
    ExtensionNotice,
    ThirdPartyConsultation,
    Reply,
    *intake.KINDS,
    *timing.KINDS,
    *consulting.KINDS,
    *handling.KINDS,
    *fees.KINDS,
    *amendments.KINDS,
    *serving.KINDS,
    *filing.KINDS,
    *disputes.KINDS,
    *legacy.KINDS,
)


def kind_name(kind: type[Document]) -> str:
    """Return the name a kind goes by in records and on the command line: ExtensionNotice is extension_notice."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def template_of(kind: type[Document]) -> str:
    """Return the name of a kind's template: ExtensionNotice has extension_notice.html.j2."""
    return f"{kind_name(kind)}.html.j2"
