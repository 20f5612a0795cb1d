"""Group C, inside the house: assignment, search, secrecy review, approval, severance (C6–C10, C12)."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
