"""Letters as files: a reply of two pages as DOCX and as PDF in each layout, and memory over a thousand letters.

Beside the DOCX file stands the same letter put by docxtpl into an agency's own Word file; beside the PDF file, where
WeasyPrint is installed, the page as that sets it.
"""

import gc
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import psutil
import pylopdf_fonts_zh_cn
import pypdfium2
from docx import Document

from letters import own_word, render
from letters.kinds import Letter
from letters.looks import Look, Profile
from letters.samples import REPLY_REFUSED
from workflow.files.fonts import installed_fonts

from .racing import Bar, Size, Table, median, race, times_as_fast

LETTERS = 1000
DOCX, OWN, PDF, PEER = "DOCX", "DOCX in an agency's file (docxtpl)", "PDF, {}", "WeasyPrint"
_FONTS = installed_fonts()
_TURN = 10  # Letters in a turn; no two of all are alike, so that nothing is found ready.
_MOST_DOCX_MS, _MOST_MS, _MOST_MIB = 5, 12, 32


def measure(size: Size) -> list[Table]:
    """Measure both."""
    return [_times(size), _memory(size)]


def _letters() -> Iterator[Letter]:
    """Yield replies of two pages that differ in number, applicant and findings."""
    for number in count(1):
        applicant = f"张{chr(0x4E00 + number % 20000)}"
        item = replace(REPLY_REFUSED.items[0], findings=f"该会议由本机关召开，形成会议记录{number}份")
        yield replace(REPLY_REFUSED, number=f"甲环公开〔2026〕{number}号", addressees=(applicant,), items=(item,))


def _times(size: Size) -> Table:
    letters = _letters()

    def made(work: Callable[[Letter], object], some: int = _TURN) -> Callable[[], float]:
        return used(lambda: [work(next(letters)) for _ in range(some)], some)

    looks = {profile: Look(profile=profile, seal=True) for profile in Profile}
    contenders = {DOCX: made(render.docx), OWN: made(_in_own_file())}
    for profile, look in looks.items():
        contenders[PDF.format(profile.value)] = made(lambda letter, look=look: render.pdf(letter, _FONTS, look=look))  # type: ignore[misc]
    with TemporaryDirectory() as folder:
        if find_spec("weasyprint"):
            contenders[PEER] = made(_peer(Path(folder)), 2)
        times = race(contenders, size.rounds)
    pages = {PDF.format(profile.value): _pages(look) for profile, look in looks.items()}
    rows = {
        name: {
            "ms of a core": round(median(times, name) * 1000, 2),
            "letters/s and core": round(1 / median(times, name)),
            "pages": pages.get(name, ""),
        }
        for name in times
    }
    plain = PDF.format(Profile.PLAIN.value)
    docx = round(median(times, DOCX) * 1000, 2)
    bars = [Bar(f"ms of a core for a {DOCX}", docx, _MOST_DOCX_MS, at_least=False)]
    bars += [Bar(f"ms of a core for a {plain}", round(median(times, plain) * 1000, 2), _MOST_MS, at_least=False)]
    if PEER in times:
        bars.append(Bar(f"speed / {PEER}", times_as_fast(times, plain, PEER), 8))
    return Table("A reply as a file, compilers and templates warm", rows, bars)


def _in_own_file() -> Callable[[Letter], object]:
    """Return what puts a letter into a Word file with its places, from the library's own empty document."""
    made, file = Document(), BytesIO()
    for place in ("agency", "title", "number", "addressee", "body"):
        made.add_paragraph(f"{{{{ {place} }}}}")
    made.save(file)
    template = file.getvalue()

    def put(letter: Letter) -> bytes:
        sheet = render.sheet(letter)
        return own_word.document(sheet.blocks, template, sheet.name, sheet.author, sheet.issued_on)

    return put


def _pages(look: Look) -> int:
    with pypdfium2.PdfDocument(render.pdf(next(_letters()), _FONTS, look=look)) as opened:
        return len(opened)


def used(work: Callable[[], Any], operations: int) -> Callable[[], float]:
    """Return a contender that tells the seconds of a core it used, with those of its threads."""

    def run() -> float:
        start = process_time()
        work()
        return (process_time() - start) / operations

    return run


def _peer(folder: Path) -> Callable[[Letter], object]:
    """Return what sets the page of a letter in the same faces; they are read once."""
    shipped = pylopdf_fonts_zh_cn.serif_path().parent
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{shipped}</dir><cachedir>{folder}</cachedir></fontconfig>", "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)
    import weasyprint  # type: ignore[import-not-found]  # noqa: PLC0415 (it need not be there)
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-not-found]  # noqa: PLC0415

    kept: Any = FontConfiguration()
    return lambda letter: weasyprint.HTML(string=render.html(letter)).write_pdf(font_config=kept)


def _memory(size: Size) -> Table:
    """Make letters in all layouts, and see what the process holds after the first tenth and after all."""
    number, letters = size.rows(LETTERS), _letters()
    looks = [Look(profile=profile, seal=True) for profile in Profile]
    held: list[float] = []
    for done in range(number + 1):
        if done in {number // 10, number}:
            gc.collect()
            held.append(psutil.Process().memory_info().rss / 2**20)
        render.files(next(letters), look=looks[done % len(looks)], fonts=_FONTS)
    first, last = held
    rows = {f"after {number // 10}": {"MiB": round(first)}, f"after {number}": {"MiB": round(last)}}
    bar = Bar("MiB more", round(last - first, 1), _MOST_MIB, at_least=False)
    return Table(f"Memory over {number} letters, each as page, DOCX and PDF", rows, [bar])
