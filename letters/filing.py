"""Group G: the case file (卷宗): cover, list, note, ledger sheet (G3–G6)."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
