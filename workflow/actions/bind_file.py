"""Make the file of a case (制作卷宗), for a reconsideration or the archive; that it was made is on record.

It is recorded as a note and not as a look at the applicant's identifiers (`reveal`): nothing sealed is opened. But
attachments may be copies of identity papers, so who made a file, and when, stays with the case.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import UUID

from workflow.actions.bundle import bundle, read_record
from workflow.actions.step import View, action, no_case, stale
from workflow.actions.texts import term
from workflow.files.bindable import USUAL, Limits
from workflow.files.binding import bind
from workflow.files.fonts import Fonts
from workflow.files.packing import pack, safe_name
from workflow.rules.errors import BadInput, CaseworkError, NotYours, Unavailable
from workflow.rules.record.aftermath import Noted
from workflow.rules.record.case import Call
from workflow.rules.states import LINES, Step
from workflow.store.session import Loaded, Store

TEXT = "制作卷宗电子文件（PDF文件和压缩包）。卷内附件可能含有申请人的身份证明，使用、保管和移送时应当注意保护个人信息。"


def _check_roles(loaded: Loaded) -> None:
    """Refuse who may not look at identifiers: copies of identity papers show them as well."""
    may = LINES[loaded.case.state, Step.REVEAL].by
    if not may & loaded.standing.roles:
        raise NotYours(
            "{step} is for the role {roles}, which you do not have in this agency. Ask somebody who has it.",
            step=term("Making the file of a case"),
            roles=sorted(may),
        )


class Bound(NamedTuple):
    """A file that was made: its two parts, how many pages and files they hold, and what could not be bound."""

    pdf: Path
    archive: Path
    pages: int
    files: int
    problems: list[CaseworkError]


@action(Step.NOTE)
def _made(view: View) -> Noted:  # noqa: ARG001 (a note needs nothing of the case)
    return Noted(text=TEXT)


def bind_file(store: Store, case_id: UUID, call: Call, *, fonts: Fonts, folder: Path, limits: Limits = USUAL) -> Bound:
    """Write `<case_no>.pdf` and `<case_no>.zip` into a folder, and put on record that it was done.

    The same record gives the same bytes. Where the note is refused, nothing is left in the folder.

    Args:
        store: The record.
        case_id: The case.
        call: Who makes it, when, and the version of the case that was seen.
        fonts: The faces there are.
        folder: Made where it is not there.
        limits: How much is bound of one attachment.

    Raises:
        NotFound: There is no such case for this person.
        NotYours: The person may not look at identifiers.
        Stale: The case moved on since `call.version`.
        BadInput: The folder is none.
        Unavailable: The disk does not take the files.
    """
    with store.step() as unit:
        loaded = unit.load(case_id, call.by, call.key)
        if loaded is None:
            raise no_case()
        if loaded.case.version != call.version and not loaded.seen:
            raise stale(loaded.case.case_no)
        _check_roles(loaded)
        record = read_record(unit, loaded.case)
    made = bundle(record, store.files, fonts, limits)
    name = safe_name(loaded.case.case_no)
    if folder.exists() and not folder.is_dir():
        raise BadInput("{folder} is no folder. Name a folder to write to.", folder=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".", dir=folder) as unfinished:
            book, archive = Path(unfinished) / "book.pdf", Path(unfinished) / "files.zip"
            pages = bind(made.leaves, made.spine, fonts, book)
            files = len(pack(made.lines, made.spine.on, archive))
            with store.step() as unit:
                _made(unit, case_id, call)
            return Bound(
                book.replace(folder / f"{name}.pdf"),
                archive.replace(folder / f"{name}.zip"),
                pages,
                files,
                made.problems,
            )
    except OSError as error:
        raise Unavailable(
            "The file of the case could not be written to {folder} ({cause}). Make room there, or name another folder, "
            "and do it again.",
            folder=str(folder),
            cause=error.strerror or type(error).__name__,
        ) from error
