"""Draw the gallery: docs/letters.md with every letter and form there is, and pictures of telling ones in docs/letters/.

The page follows from the list and the samples alone. A picture also depends on the version of what draws it, so
`--check` compares the page, and asks of the pictures only whether they are there.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image

from letters.catalogue import BY_ID, LISTED, Listed, Signs, To
from letters.kinds import Document, Reply
from letters.looks import PLAIN, Look, Profile
from letters.render import pdf
from letters.samples import SAMPLES
from workflow.files.fonts import installed_fonts
from workflow.rules.citations import Law

DOCS = Path(__file__).parent.parent / "docs"
PAGE, FOLDER = "letters.md", "letters"
RESOLUTION, SHADES = 70, 16
"""Dots an inch, and colours of a picture."""
MOST_BYTES = 1_500_000
"""Of all pictures together."""

GROUPS = {
    "A": "受理 Intake",
    "B": "期限 Time",
    "C": "征求意见与内部办理 Consultation and handling",
    "D": "答复 Replies",
    "E": "收费 Fees",
    "F": "更正 Corrections of records about oneself",
    "G": "送达与归档 Service and file",
    "H": "争议 Disputes",
    "L": "2008年条例专用 Under the text of 2008 alone",
}
TO = {
    To.APPLICANT: "申请人 applicant",
    To.THIRD_PARTY: "第三方 third party",
    To.AGENCY: "其他机关 another agency",
    To.AUTHORITY: "复议机关、法院 review body, court",
    To.HOUSE: "存档 stays on the file",
    To.US: "外部填写 filled in by others",
}
SIGNS = {
    Signs.LEADER: "机关负责人 leader",
    Signs.HEAD: "公开工作机构负责人 head of the office",
    Signs.DESK: "经办人 desk",
    Signs.NOBODY: "-",
}
PICTURED = (
    "A6",
    "A5",
    "B1",
    "B3",
    "B4",
    "B7",
    "C1",
    "C7",
    "C10",
    "C11",
    "D2",
    "D6",
    "D12",
    "D25",
    "E1",
    "G1",
    "G4",
    "H1",
)
IN_EVERY_LOOK = "D13"
LOOKS = {
    "plain": ("无红头 without a red head", Look(seal=True)),
    "letter": ("信函格式 as a letter", Look(profile=Profile.LETTER, seal=True)),
    "file": ("版头和版记 with head and imprint", Look(profile=Profile.FILE, seal=True, copies_to=("甲县司法局",))),
}

HEAD = """\
<!-- Made by tools/draw_letters.py from letters/catalogue.py and the samples: change those, then `make drawings`. -->
# Letters and forms (文书一览)

Every document of the procedure by its number. A letter gets its number when it is issued; a form is filled from the
record, printed and filed. The article is the one that the sample cites; in a case it is that of the day. 《条例》 is
《中华人民共和国政府信息公开条例》 of 2019, and in group L that of 2008. People and places in the pictures are invented.

```sh
disclosure letters list                                # this list
disclosure letters preview D12                         # a sample, as text
disclosure letters preview D12 --out sample.pdf        # or as a page, DOCX or PDF file
disclosure letters render 2026-0001 A5 --out form.pdf  # from a case, without issuing it
```
"""


class Picture(NamedTuple):
    """A picture.

    Args:
        name: Of its file.
        told: What stands over it.
        sample: Name of what it shows.
        look: Its layout.
        pages: How many pages it shows, side by side; with all of them one sees where seal and imprint go.
    """

    name: str
    told: str
    sample: str
    look: Look = PLAIN
    pages: int = 1

    def png(self) -> bytes:
        """Return the first pages of the sample."""
        with pypdfium2.PdfDocument(pdf(SAMPLES[self.sample], installed_fonts(), look=self.look)) as opened:
            drawn = [opened[at].render(scale=RESOLUTION / 72).to_pil() for at in range(min(self.pages, len(opened)))]
        whole = Image.new("RGB", (sum(page.width for page in drawn), drawn[0].height))
        for at, page in enumerate(drawn):
            whole.paste(page, (at * page.width, 0))
        # A few shades suffice; with the colours chosen by how far apart they lie, red is not lost among the greys.
        small = whole.quantize(SHADES, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        file = BytesIO()
        small.save(file, "PNG", optimize=True)
        return file.getvalue()


def pictures() -> Iterator[Picture]:
    """Yield the pictures in the order of the page."""
    for number in PICTURED:
        listed = BY_ID[number]
        yield Picture(f"{number.lower()}.png", f"{number} {listed.name}", listed.sample)
    listed = BY_ID[IN_EVERY_LOOK]
    for name, (told, look) in LOOKS.items():
        yield Picture(f"look-{name}.png", f"{IN_EVERY_LOOK} {listed.name}: {told}", listed.sample, look, 2)


def page() -> str:
    """Return the page."""
    return "\n".join([HEAD, *_groups(), *_gallery()]) + "\n"


def _groups() -> Iterator[str]:
    for letter, title in GROUPS.items():
        yield f"## {letter} {title}\n"
        yield "| No. | Document | Goes to | Approval | Made as | Article |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(listed) for listed in LISTED if listed.id[0] == letter)
        yield ""


def _row(listed: Listed) -> str:
    number = f"[{listed.id}]({FOLDER}/{listed.id.lower()}.png)" if listed.id in PICTURED else listed.id
    made = "表单 form" if listed.is_form else "文书 letter"
    cells = [number, f"{listed.name} `{listed.kind}`", TO[listed.to], SIGNS[listed.signs], made]
    basis = basis_of(SAMPLES[listed.sample]).replace(Law.REGULATIONS_2019.title, "《条例》")
    return f"| {' | '.join([*cells, basis or '-'])} |"


def basis_of(document: Document) -> str:
    """Return the articles that a document cites, empty where it names none of its own."""
    if isinstance(document, Reply):
        return "；".join(dict.fromkeys(item.basis for item in document.items if item.basis))
    basis = getattr(document, "basis", "")
    return basis if isinstance(basis, str) else ""


def _gallery() -> Iterator[str]:
    yield "## Pictures\n"
    for picture in pictures():
        yield f"### {picture.told}\n"
        yield f"![{picture.told}]({FOLDER}/{picture.name})\n"


def outdated() -> list[str]:
    """Return what is not as it should be: the page, pictures that are missing, and pictures of nothing."""
    present = DOCS / PAGE
    old = [] if present.exists() and present.read_text("utf-8") == page() else [PAGE]
    wanted = {picture.name for picture in pictures()}
    there = {path.name for path in (DOCS / FOLDER).glob("*") if path.stat().st_size}
    return [*old, *(f"{FOLDER}/{name}" for name in sorted(wanted ^ there))]


def draw() -> int:
    """Write the page and its pictures, take away pictures of nothing, and return the bytes of the pictures."""
    folder = DOCS / FOLDER
    folder.mkdir(exist_ok=True)
    drawn = {picture.name: picture.png() for picture in pictures()}
    for left in folder.glob("*"):
        if left.name not in drawn:
            left.unlink()
    for name, content in drawn.items():
        (folder / name).write_bytes(content)
    (DOCS / PAGE).write_text(page(), "utf-8")
    return sum(map(len, drawn.values()))


def main() -> None:
    """Write the files, or with --check say which are out of date."""
    if sys.argv[1:] == ["--check"]:
        if old := outdated():
            sys.exit(f"docs/{', docs/'.join(old)}: not what the list and the samples give. Run: make drawings")
        print("The gallery of letters is up to date.")
        return
    size = draw()
    if size > MOST_BYTES:
        sys.exit(f"The pictures have {size} bytes, more than {MOST_BYTES}. Draw fewer, or smaller ones.")
    print(f"Wrote docs/{PAGE} and {size // 1024} KiB of pictures.")


if __name__ == "__main__":
    main()
