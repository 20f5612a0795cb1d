"""Letters of the text of 2008 alone, for cases of that time that are opened again or migrated."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
