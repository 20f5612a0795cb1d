"""Group C, towards others: third party, applicant, co-producer (C2–C5, C11). C1 is in `notices`."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
