"""Group G: proof of service and of posting (G1, G2)."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
