"""Group H: answers in a reconsideration and in a suit, with their lists of evidence (H1, H2)."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
