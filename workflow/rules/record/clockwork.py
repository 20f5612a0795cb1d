"""Who acts when nobody does: what the program enters in the record by itself has this person behind it."""

from typing import Final
from uuid import UUID

CLOCKWORK: Final = UUID("00000000-0000-4000-8000-636c6f636b77")
"""The same in every installation, so that it can be told from people."""

LOGIN: Final = "clockwork"
NAME: Final = "系统自动办理"
