"""What lies on the case is looked at before a reply that encloses it is signed: names, pages, what was blacked out."""

from io import BytesIO

import pikepdf
import pytest
from factories import Office, answer
from ledgers import assert_verified
from msgspec import structs
from signing import GIVEN, drafted, furnished, letters, sign

from workflow.actions.letter_lint import Faulty
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.deciding import ItemDraft

TEXT = "BT /F1 16 Tf 72 700 Td (Confidential name) Tj ET\n"
UNDER_A_BOX = f"{TEXT}0 g 60 690 200 30 re f\n"


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


@pytest.fixture
def lite(sqlite_office: Office) -> Office:
    return furnished(sqlite_office)


def pdf(*contents: str) -> bytes:
    """Return a PDF with a page for each of some contents."""
    made, file = pikepdf.new(), BytesIO()
    font = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for content in contents:
        page = made.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = made.make_stream(content.encode())
    made.save(file)
    return file.getvalue()


def with_file(office: Office, draft: ItemDraft, name: str, content: bytes, media: str = "application/pdf") -> Case:
    """Return a decided case with a file on it."""
    case = drafted(office, draft)
    digest = office.store.files.put(content)
    return office.take(case, "attach", "2026-03-12", name=name, media=media, size=len(content), sha256=digest)


def severed(enclosed: str) -> ItemDraft:
    usual = answer(1, Outcome.D3)
    return structs.replace(usual, detail={**usual.detail, "enclosed": enclosed})


def test_a_file_of_the_name_needs_no_word(desk: Office) -> None:
    case = with_file(desk, GIVEN, "2025年预算.pdf", pdf(*[TEXT] * 6))
    case = sign(desk, case, seen={})
    assert len(letters(desk, case)) == 1
    assert_verified(desk.store)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("2025年预算.pdf", pdf(*[TEXT] * 5), "L18"),
        ("2024年预算.pdf", pdf(*[TEXT] * 6), "no file is attached"),
    ],
)
def test_a_file_with_other_pages_or_of_another_name_is_none(lite: Office, name: str, content: bytes, said: str) -> None:
    case = with_file(lite, GIVEN, name, content)
    with pytest.raises(Faulty, match=said):
        sign(lite, case, seen={})
    assert letters(lite, case) == []


def test_what_was_blacked_out_and_can_be_read_is_not_sent(lite: Office) -> None:
    draft = severed("应急预案节录")
    with pytest.raises(Faulty, match="L19 应急预案节录 still holds"):
        sign(lite, with_file(lite, draft, "应急预案节录.pdf", pdf(UNDER_A_BOX)), seen={})
    with pytest.raises(Faulty, match="L19 应急预案节录 is encrypted or broken"):
        sign(lite, with_file(lite, draft, "应急预案节录.pdf", b"%PDF-1.7 broken"), seen={})
    with pytest.raises(Faulty, match="L19 Nobody examined"):
        sign(lite, with_file(lite, draft, "应急预案节录.docx", b"PK", "application/msword"), seen={})
    assert len(letters(lite, sign(lite, with_file(lite, draft, "应急预案节录.pdf", pdf(TEXT)), seen={}))) == 1
    assert len(letters(lite, sign(lite, with_file(lite, draft, "应急预案节录.png", b"PNG", "image/png"), seen={}))) == 1
