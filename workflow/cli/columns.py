"""Text in columns on a screen where a Chinese character takes two places."""

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import combining, east_asian_width

GAP = 2
_BEGINS_NO_LINE = "，。；：、！？）】》”’,.;:!?)]"


def cells(text: str) -> int:
    """Return how many places `text` takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, width: int) -> str:
    """Return `text` with blanks behind it up to `width` places."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield `text` in lines of at most `width` places; Chinese breaks anywhere but before a mark, Latin at blanks."""
    line = ""
    for word in _words(text):
        if line and cells(line + word.rstrip()) > width and word not in _BEGINS_NO_LINE:
            yield line.rstrip()
            line = ""
        line += word if line else word.lstrip()
    yield line.rstrip()


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines whose columns stand under each other; the last column is as long as it is."""
    widths = [max(cells(row[at]) for row in rows) for at in range(len(rows[0]) - 1)] if rows else []
    for row in rows:
        lead = (padded(cell, width + GAP) for cell, width in zip(row, widths, strict=False))
        yield "".join([*lead, row[-1]]).rstrip()


def _words(text: str) -> Iterable[str]:
    """Yield what must not be torn apart: a wide character, or narrow ones up to and with a blank."""
    word = ""
    for letter in text:
        if east_asian_width(letter) in "WF":
            if word:
                yield word
            yield letter
            word = ""
        else:
            word += letter
            if letter == " ":
                yield word
                word = ""
    if word:
        yield word
