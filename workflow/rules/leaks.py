"""What may still be read in a file of which parts were made unreadable (遮挡)."""

from enum import StrEnum


class Leak(StrEnum):
    """One way in which a redacted file gives away what it hides."""

    COVERED_TEXT = "text under a filled box"
    COVERED_PICTURE = "a picture under a filled box"
    HIDDEN_TEXT = "text that is not printed"
    ANNOTATIONS = "notes or marks over the page"
    METADATA = "names or titles in the file's properties"
    ATTACHMENTS = "files inside the file"
    REVISIONS = "an earlier state of the file"
    SCRIPTS = "scripts or form fields"
    UNREADABLE = "it cannot be examined: it is encrypted or broken"
