"""The letters we send (文书): each a frozen dataclass of plain values and a template of the same name."""

import re

from letters.notices import CorrectionNotice, Deficiency, ExtensionNotice, Passage, Receipt, ThirdPartyConsultation
from letters.parts import Contact, Letter, Pause, Recital
from letters.replies import Reply, ReplyItem

__all__ = [
    "KINDS",
    "Contact",
    "CorrectionNotice",
    "Deficiency",
    "ExtensionNotice",
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

KINDS: tuple[type[Letter], ...] = (Receipt, CorrectionNotice, ExtensionNotice, ThirdPartyConsultation, Reply)


def kind_name(kind: type[Letter]) -> str:
    """Return the name a kind goes by in records and on the command line: ExtensionNotice is extension_notice."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def template_of(kind: type[Letter]) -> str:
    """Return the name of a kind's template: ExtensionNotice has extension_notice.html.j2."""
    return f"{kind_name(kind)}.html.j2"
