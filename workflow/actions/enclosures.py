"""What a reply encloses, as it lies on the case: the files it names, their pages, what redacted ones still show."""

from collections.abc import Iterator
from pathlib import PurePath
from uuid import UUID

from letters.kinds import Reply
from letters.lint.papers import Enclosure
from letters.lint.reading import bare
from workflow.files.redaction import leaks, pages_of
from workflow.rules.outcomes import Outcome
from workflow.store.kept_files import AttachedFile, kept_files
from workflow.store.session import Unit

PDF, PICTURE = "application/pdf", "image/"


def attached_to(unit: Unit, reply: Reply, case_id: UUID) -> Iterator[Enclosure]:
    """Yield the files of a case that a reply names among its enclosures; a file of a severed record is examined (L19).

    Raises:
        NotFound, Unavailable: A file is not there any more, or cannot be read.
    """
    named = bare("\n".join((*reply.attachments, *(item.details.get("enclosed", "") for item in reply.items))))
    severed = (item.details.get("enclosed", "") for item in reply.items if item.outcome is Outcome.D3)
    redacted = bare("\n".join(severed))
    for file in kept_files(unit.connection, case_id).attached.values():
        stem = bare(PurePath(file.name).stem)
        if stem and stem in named:
            yield _examined(unit, file, redacted=stem in redacted)


def _examined(unit: Unit, file: AttachedFile, *, redacted: bool) -> Enclosure:
    name = PurePath(file.name).stem
    if file.media != PDF:  # A picture has no text under what was blacked out; of other files nobody can tell.
        return Enclosure(name=name, redacted=redacted, leaks=() if file.media.startswith(PICTURE) else None)
    content = unit.store.files.get(file.sha256)
    found = leaks(content) if redacted else None
    return Enclosure(name=name, pages=pages_of(content), redacted=redacted, leaks=found)
