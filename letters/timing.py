"""Group B: guidance, end without a correction, extension approval, delay, reasons, withdrawal (B2, B3, B5–B8)."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
