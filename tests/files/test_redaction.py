"""What a redacted file gives away; the files are made here, an object at a time."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from workflow.files.redaction import leaks
from workflow.rules.leaks import Leak

TEXT = "BT /F1 16 Tf 72 700 Td (Confidential name) Tj ET\n"
BLACK, WHITE = "0 g 60 690 200 30 re f\n", "1 g 60 690 200 30 re f\n"


def document(content: str) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    picture = pdf.make_stream(bytes(range(256)))
    for key, value in {"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceGray"}.items():
        picture[key] = pikepdf.Name(value)
    picture["/Width"] = picture["/Height"] = 16
    picture["/BitsPerComponent"] = 8
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F1=pdf.make_indirect(font)), XObject=pikepdf.Dictionary(Im1=picture)
    )
    page.Contents = pdf.make_stream(content.encode())
    return pdf


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    file = BytesIO()
    pdf.save(file, **how)  # type: ignore[arg-type]  # the parameters of pikepdf, by name
    return file.getvalue()


def made(content: str) -> bytes:
    return saved(document(content))


CLEAN = {
    "text": TEXT,
    "text on a shaded box": f"0.8 g 60 690 200 30 re f\n0 g {TEXT}",
    "white text on a dark box": f"0 g 60 690 200 30 re f\n1 g {TEXT}",
    "a picture": "q 200 0 0 200 72 400 cm /Im1 Do Q\n",
    "a picture on a white ground with a line over it": (
        "1 g 0 0 595 842 re f\nq 200 0 0 200 72 400 cm /Im1 Do Q\n0 g 72 500 200 1 re f\n"
    ),
    "a box with nothing under it": f"{TEXT}0 g 60 600 200 30 re f\n",
    "an outline around text": f"{TEXT}60 690 200 30 re S\n",
}
LEAKING = {
    "text under a black box": (f"{TEXT}{BLACK}", Leak.COVERED_TEXT),
    "text under a white box": (f"{TEXT}{WHITE}", Leak.HIDDEN_TEXT),
    "white text": (f"1 g {TEXT}", Leak.HIDDEN_TEXT),
    "text in render mode 3": (TEXT.replace("Tf", "Tf 3 Tr"), Leak.HIDDEN_TEXT),
    "text outside of the page": (TEXT.replace("72 700", "700 700"), Leak.HIDDEN_TEXT),
    "half of the line under a box": (f"{TEXT}0 g 60 690 60 30 re f\n", Leak.COVERED_TEXT),
    "a picture under a box": ("q 200 0 0 200 72 400 cm /Im1 Do Q\n0 g 90 450 50 20 re f\n", Leak.COVERED_PICTURE),
    "a picture under another": (
        "q 200 0 0 200 72 400 cm /Im1 Do Q\nq 20 0 0 20 90 450 cm /Im1 Do Q\n",
        Leak.COVERED_PICTURE,
    ),
}


@pytest.mark.parametrize("content", CLEAN.values(), ids=CLEAN)
def test_what_is_seen_is_no_leak(content: str) -> None:
    assert leaks(made(content)) == ()


@pytest.mark.parametrize(("content", "leak"), LEAKING.values(), ids=LEAKING)
def test_what_is_not_seen_is_found(content: str, leak: Leak) -> None:
    assert leaks(made(content)) == (leak,)


def test_a_turned_page_is_read_as_it_stands() -> None:
    for content, expected in ((TEXT, ()), (TEXT + BLACK, (Leak.COVERED_TEXT,))):
        pdf = document(content)
        pdf.pages[0].rotate(90, relative=False)
        assert leaks(saved(pdf)) == expected


def test_a_page_whose_corner_is_elsewhere() -> None:
    for content, expected in ((TEXT, ()), (TEXT + BLACK, (Leak.COVERED_TEXT,))):
        pdf = document(content)
        pdf.pages[0].cropbox = pikepdf.Array([50, 300, 595, 842])
        assert leaks(saved(pdf)) == expected


def _author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "Zhang San"


def _xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = "Name that was redacted"


def _note(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=pikepdf.Array([60, 690, 260, 720])
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["original.txt"] = pikepdf.AttachedFileSpec(pdf, b"Zhang San")


def _layer(pdf: pikepdf.Pdf) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="original"))
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    )


def _spoken(pdf: pikepdf.Pdf) -> None:
    part = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, ActualText="Zhang San"))
    pdf.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=part)


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())


@pytest.mark.parametrize(
    ("add", "leak"),
    [
        (_author, Leak.METADATA),
        (_xmp, Leak.METADATA),
        (_note, Leak.ANNOTATIONS),
        (_attachment, Leak.ATTACHMENTS),
        (_layer, Leak.HIDDEN_TEXT),
        (_spoken, Leak.HIDDEN_TEXT),
        (_script, Leak.SCRIPTS),
    ],
)
def test_what_stands_beside_the_pages(add: Callable[[pikepdf.Pdf], None], leak: Leak) -> None:
    pdf = document(TEXT)
    add(pdf)
    assert leaks(saved(pdf)) == (leak,)


def test_which_program_made_it_and_where_a_link_leads_tell_nothing() -> None:
    pdf = document(TEXT)
    pdf.docinfo["/Producer"] = "a scanner"
    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=pikepdf.Array([60, 690, 260, 720])
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])
    assert leaks(saved(pdf)) == ()


def test_a_state_that_was_saved_over_is_still_there() -> None:
    file = made(TEXT)
    start = file.rindex(b"startxref")
    appended = file + b"1 0 obj\n<<>>\nendobj\n" + file[start:]
    assert Leak.REVISIONS in leaks(appended)


def test_a_file_laid_out_for_the_web_has_one_state() -> None:
    assert leaks(saved(document(TEXT), linearize=True)) == ()


def test_what_cannot_be_examined() -> None:
    assert leaks(b"%PDF-1.7 torn") == (Leak.UNREADABLE,)
    assert leaks(saved(document(TEXT), encryption=pikepdf.Encryption(owner="a", user="b"))) == (Leak.UNREADABLE,)
    assert Leak.UNREADABLE in leaks(saved(document(TEXT), encryption=pikepdf.Encryption(owner="a")))
