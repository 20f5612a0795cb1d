"""Group E: the notice of the fee (信息处理费) and the end where it was not paid (E1, E2)."""

from letters.parts import Document

KINDS: tuple[type[Document], ...] = ()
