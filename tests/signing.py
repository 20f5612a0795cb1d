"""An office whose letters are signed with their files, and how a test reads them."""

import html
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from factories import Office, Taken, at
from sqlalchemy import select

from workflow.actions.agencies import Stamp, change_agency
from workflow.actions.issue import DECIDING, approve_letter, issue_letter, issue_reply
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.deciding import ItemDraft
from workflow.store.rows import TABLES

SETTINGS = {
    "government": "甲县人民政府",
    "office": "甲县生态环境局办公室",
    "telephone": "0000-1234567",
    "address": "甲县解放路1号",
    "reply_number": "甲环公开复〔{year}〕{n}号",
    "notice_number": "甲环公开告〔{year}〕{n}号",
}
GIVEN = ItemDraft(
    no=1,
    outcome=Outcome.D2,
    findings="本机关制作并保存有该预算",
    detail={"enclosed": "《2025年预算》复印件，共6页", "medium": "纸质"},
)
REVIEWED: Taken = ("review", "2026-03-03")
DAYS = ("2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12")


def furnished(office: Office, **settings: str) -> Office:
    with office.store.unit() as unit:
        stamp = Stamp(office.people["admin"], date(2026, 1, 5), at("2026-01-05"))
        change_agency(unit, stamp, office.agency_id, settings={**SETTINGS, **settings})
    return office


def sign(office: Office, case: Case, on: str = "2026-03-13", **asked: Any) -> Case:
    """Issue the reply, with its files, by who has seen what it encloses and where it points to."""
    asked = {"seen": seen(office, case), "late_reason": "等待第三方意见", **asked}
    with office.store.step() as unit:
        return issue_reply(unit, case.id, office.call("caseworker", on, case.version), **asked)


def seen(office: Office, case: Case) -> dict[str, str]:
    """Return all enclosures and addresses of a draft, as seen."""
    items = TABLES["items"].c
    with office.store.reading() as connection:
        drafts = [
            json.loads(one)
            for (one,) in connection.execute(select(items.detail).where(items.case_id == case.id))
            if one
        ]
    told = [line for draft in drafts for line in re.split(r"[\n；]", draft.get("enclosed", "")) if line.strip()]
    urls = [url for draft in drafts for url in re.findall(r"https?://[\w./-]+", draft.get("where", ""))]
    return dict.fromkeys([*told, *urls], "已核对")


def approve(office: Office, case: Case, letter: str, on: str, about: str = "", entered: str = "") -> Case:
    """Have a letter that decides approved."""
    call = office.call("approver", on, case.version, now=at(entered or on))
    with office.store.step() as unit:
        return approve_letter(unit, case.id, call, letter=letter, about=about)


def write(office: Office, case: Case, letter: str, on: str, entered: str = "", **asked: Any) -> Case:
    """Issue a letter on the way, with its files; one that decides is approved first."""
    if letter in DECIDING:
        case = approve(office, case, letter, on, asked.get("about", ""), entered)
    call = office.call("caseworker", on, case.version, now=at(entered or on))
    with office.store.step() as unit:
        return issue_letter(unit, case.id, call, letter=letter, **asked)


def letters(office: Office, case: Case) -> list[Any]:
    table = TABLES["letters"]
    with office.store.reading() as connection:
        return list(connection.execute(select(table).where(table.c.case_id == case.id).order_by(table.c.no)))


def shown(page: str) -> str:
    """Return the text of a page, a line for each block."""
    body = re.sub(r"<br>|</(p|h1|h2|blockquote|li)>", "\n", page[page.index("<body>") :])
    return html.unescape(re.sub(r"\n\s*\n", "\n", re.sub(r"<[^>]+>", "", body)).strip())


def text(office: Office, case: Case, no: int = -1) -> str:
    """Return the text of a letter as it was kept; page and document say the same."""
    kept = letters(office, case)[no]
    said = shown(office.store.files.get(kept.html, ".html").decode())
    document = Document(BytesIO(office.store.files.get(kept.docx, ".docx")))
    written = "".join(paragraph.text for paragraph in document.paragraphs)
    assert re.sub(r"\s", "", written) == re.sub(r"\s", "", said)
    return said


def go(office: Office, case: Case, history: Iterable[Taken]) -> Case:
    """Take the steps of a history."""
    for step, on, *said in history:
        case = office.take(case, step, on, **(said[0] if said else {}))
    return case


def deciding(*items: ItemDraft, days: Sequence[str] = DAYS, conclusion: str = "open") -> list[Taken]:
    """Return the steps from the draft of these items to the decision, each on its day."""
    said: list[dict[str, Any]] = [{"items": list(items)}, {}, {"conclusion": conclusion}, {}]
    return list(zip(("draft", "submit", "clear", "decide"), days, said, strict=True))


def drafted(office: Office, *items: ItemDraft, **told: Any) -> Case:
    """Register a request of as many items and decide it so."""
    told = {"items": [f"第{item.no}件材料" for item in items], **told}
    return office.case([REVIEWED, *deciding(*items)], **told)
