"""Pages that stand in a bound file for what has none: forms from the record, and sheets that say what lies elsewhere.

Papers are never altered. On the pages of the binding itself a character that no face has is written as its code, so
that the name of one attachment does not keep the whole file from being bound.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

from letters.blocks import Block, Role
from letters.faces import Fonts
from letters.filters import chinese_date
from letters.kinds import Document
from letters.looks import PLAIN, dressed
from letters.render import Sheet, pdf_of, sheet
from workflow.actions.texts import term
from workflow.actions.writing.contents import Paper
from workflow.files.bindable import Why
from workflow.rules.errors import CaseworkError
from workflow.store.kept_files import AttachedFile

TITLE = "卷内材料说明"
FROM_RECORD = "本页依办理系统的记录生成。该材料没有收存电子文件的，以纸质原件为准。"
OLD_LETTER = "本文书由系统的较早版本制作，没有可供装订的版式文件；其网页和文字处理文件收在随卷的压缩包内。"
NO_FACE = "本文书含有现有字体没有的字，未能生成版式文件；其网页和文字处理文件收在随卷的压缩包内。"
GONE = "收存的电子文件缺失，或者与登记的校验值不符，未能装订。请从备份中恢复后重新制作卷宗。"
SAID = {
    Why.ENCRYPTED: "该文件已加密，未能逐页装订；原文件收在随卷的压缩包内。",
    Why.DAMAGED: "该文件已损坏，或者与其类型不符，未能逐页装订；原文件收在随卷的压缩包内。",
    Why.TOO_LARGE: "该文件过大，未逐页装订；原文件收在随卷的压缩包内。",
    Why.LAYERS: "该文件含有已关闭的图层，装订后会显示出来，因此未逐页装订；原文件收在随卷的压缩包内。",
    Why.MEDIA: "该文件不是可以逐页装订的类型；原文件收在随卷的压缩包内。",
}
"""What the page in place of a file says, by what keeps the file out."""
CAUSES = {
    Why.ENCRYPTED: term("It is encrypted."),
    Why.DAMAGED: term("It is damaged, or not what its type says."),
    Why.TOO_LARGE: term("It is too large."),
    Why.LAYERS: term("It has layers that are switched off and would be seen."),
    Why.MEDIA: term("It is neither a PDF nor a picture."),
}
"""The same for whoever binds the file."""


def unbound(place: int, title: str, cause: CaseworkError) -> CaseworkError:
    """Return what to tell about a paper that was left out."""
    return CaseworkError(
        "Paper {place}, {title}, could not be bound: {cause} A page in its place says so.",
        place=place,
        title=title,
        cause=cause,
    )


def legible(text: str, fonts: Fonts) -> str:
    """Return a text that can be printed: what no face has as its code, what has no picture left out."""
    have = _characters(fonts)
    return "".join(_legible(sign, have) for sign in unicodedata.normalize("NFC", text))


def _legible(sign: str, have: frozenset[int]) -> str:
    if sign in "\t\n" or ord(sign) in have:
        return sign
    return "" if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Mn"} else f"〔U+{ord(sign):04X}〕"


@cache
def _characters(fonts: Fonts) -> frozenset[int]:
    return frozenset().union(*(face.characters for face in fonts.faces))


def form_page(document: Document, fonts: Fonts) -> bytes:
    """Return the PDF of a form; refused as `letters.render.pdf` refuses."""
    return pdf_of(sheet(document), fonts)


def own_page(document: Document, fonts: Fonts) -> bytes:
    """Return the PDF of a cover, a list or a note, whatever stands in it."""
    return _printed(sheet(document), fonts)


class StandIn(NamedTuple):
    """What a page says that stands for a paper.

    Args:
        place: 顺序号.
        paper: As it is listed.
        words: What the record holds of its words.
        said: Why there is no more than this page.
        file: What was kept of it.
    """

    place: int
    paper: Paper
    words: str
    said: str
    file: AttachedFile | None


def stand_in(page: StandIn, agency: str, on: date, fonts: Fonts) -> bytes:
    """Return the PDF of the page that stands for a paper, of an agency's file of a day."""
    paper, file = page.paper, page.file
    rows = {
        "顺序号": str(page.place),
        "题名": paper.title,
        "文号": paper.number,
        "责任者": paper.author,
        "日期": "" if paper.on is None else chinese_date(paper.on),
        "备注": paper.remark,
        "内容": page.words,
    }
    if file is not None:
        rows |= {"文件名称": file.name, "类型": file.media, "大小": f"{file.size}字节", "SHA-256": file.sha256}
    blocks = (Block(Role.TITLE, TITLE), *_rows(rows), Block(Role.PARAGRAPH, page.said))
    made = dressed(blocks, PLAIN, agency=agency, issued_on=on)
    return _printed(Sheet(TITLE, agency, on, PLAIN, made), fonts)


def _rows(rows: dict[str, str]) -> Sequence[Block]:
    return [Block(Role.ROW, f"{label}\t{' '.join(value.split())}") for label, value in rows.items() if value.strip()]


def _printed(made: Sheet, fonts: Fonts) -> bytes:
    blocks = tuple(replace(block, text=legible(block.text, fonts)) for block in made.blocks)
    return pdf_of(made._replace(blocks=blocks, name=legible(made.name, fonts)), fonts)
