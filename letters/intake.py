"""Group A: forms of a request, and what is noted when it comes in (A1–A5, A7). The receipt (A6) is in `notices`."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
