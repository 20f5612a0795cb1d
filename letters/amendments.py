"""Group F: correction of own-information records (更正), Art. 41 (F1–F4)."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
