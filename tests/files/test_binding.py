"""Papers bound into one PDF, and files packed into one ZIP: numbers, bookmarks, names, digests, sameness."""

import csv
import io
import struct
import zlib
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from binding import encrypted, noise, outline, pdf, picture, saved, texts
from hypothesis import given
from hypothesis import strategies as st
from letter_looks import FONTS
from PIL import ExifTags, Image

from workflow.files.bindable import Limits, Unbindable, Why, pages_of, picture_page
from workflow.files.binding import Leaf, Spine, bind, first_pages
from workflow.files.packing import Line, Packed, pack, safe_name, suffix_of
from workflow.files.stamping import Corner, free_corners

SPINE = Spine("某局卷宗 2026-1", "某局", date(2026, 3, 16))


def book(tmp_path: Path, *files: bytes) -> Path:
    """Bind files and return where they are."""
    out = tmp_path / "book.pdf"
    bind([Leaf(f"第{no}件", file, pages_of(file)) for no, file in enumerate(files, 1)], SPINE, FONTS, out)
    return out


def size_of(file: Path) -> tuple[int, int]:
    with pypdfium2.PdfDocument(file) as opened:
        width, height = opened[0].get_size()
    return round(width), round(height)


class TestBook:
    def test_pages_follow_each_other_with_bookmarks(self, tmp_path: Path) -> None:
        made = book(tmp_path, pdf("a", "b"), pdf("c"), pdf("d", "e", "f"))
        assert outline(made) == [("第1件", 1), ("第2件", 3), ("第3件", 4)]
        assert [text.split()[0] for text in texts(made)] == list("abcdef")

    def test_it_is_the_same_for_the_same_papers(self, tmp_path: Path) -> None:
        files = (pdf("a", "b"), pdf("c", full=True))
        assert book(tmp_path, *files).read_bytes() == book(tmp_path, *files).read_bytes()
        assert book(tmp_path, *files).read_bytes() != book(tmp_path, *files[::-1]).read_bytes()

    def test_its_name_is_made_of_what_it_holds(self, tmp_path: Path) -> None:
        with pikepdf.open(book(tmp_path, pdf("a"))) as one:
            first = bytes(one.trailer["/ID"][0])
        with pikepdf.open(book(tmp_path, pdf("b"))) as other:
            assert bytes(other.trailer["/ID"][0]) != first
            assert str(other.docinfo["/ModDate"]) == "D:20260316000000Z"
            assert str(other.docinfo["/Title"]) == SPINE.title
            with other.open_metadata() as metadata:
                assert metadata["dc:title"] == SPINE.title
                assert metadata["dc:creator"] == [SPINE.author]

    @pytest.mark.parametrize("rotate", [0, 90, 180, 270])
    @pytest.mark.parametrize("ink", ["some", "full"])
    def test_a_number_stands_upright_at_the_outer_edge_however_a_page_is_turned(
        self, tmp_path: Path, rotate: int, ink: str
    ) -> None:
        made = book(tmp_path, pdf("x", "y", size=(400, 600), rotate=rotate, full=ink == "full"))
        with pypdfium2.PdfDocument(made) as opened:
            for number, page in enumerate(opened, 1):
                width, height = page.get_size()
                text = page.get_textpage()
                signs = text.get_text_range()
                at = text.get_charbox(signs.index("卷"))
                x, y = _seen(at, rotate, (400, 600))
                assert y > height - 30
                assert x > width - 75 if number % 2 else x < 75

    def test_a_page_without_a_free_corner_grows(self, tmp_path: Path) -> None:
        assert size_of(book(tmp_path, pdf("x", full=True))) == (595, 860)
        assert size_of(book(tmp_path, pdf("x"))) == (595, 842)
        assert size_of(book(tmp_path, pdf("x", size=(30, 20)))) == (30, 38)

    def test_what_lies_beyond_a_page_is_not_seen_when_it_grows(self, tmp_path: Path) -> None:
        with pikepdf.open(io.BytesIO(pdf("x", full=True))) as cut:
            cut.pages[0].cropbox = pikepdf.Array([0, 0, 595, 400])
            made = book(tmp_path, saved(cut))
        with pypdfium2.PdfDocument(made) as opened:
            assert [round(side) for side in opened[0].get_size()] == [595, 418]
            strip = opened[0].render(scale=1, grayscale=True, crop=(0, 401, 200, 0))
            assert set(bytes(strip.buffer)[: strip.width]) == {255}

    def test_a_corner_that_is_taken_is_left(self) -> None:
        def inked(*boxes: str) -> bytes:
            with pikepdf.open(io.BytesIO(pdf("x", "y"))) as made:
                for page in made.pages:
                    page.contents_add("".join(f"0 g {box} re f " for box in boxes).encode())
                return saved(made)

        above, right = "0 800 595 42", "300 0 295 842"
        assert free_corners(inked(), 1) == [Corner(True, True), Corner(False, True)]
        assert free_corners(inked(above), 1) == [Corner(True, False), Corner(False, False)]
        assert free_corners(inked(right), 1) == [Corner(False, True), Corner(False, True)]
        assert free_corners(inked(above, right), 2) == [Corner(False, False), Corner(False, False)]
        assert free_corners(inked("0 0 595 842"), 1) == [None, None]

    def test_pages_that_share_resources_keep_numbers_of_their_own(self, tmp_path: Path) -> None:
        with pikepdf.open(io.BytesIO(pdf("a", "b", "c"))) as made:
            shared = made.make_indirect(made.pages[0].obj.Resources)
            for page in made.pages:
                page.obj.Resources = shared
            bound = book(tmp_path, saved(made))
        assert [text.split()[-1] for text in texts(bound)] == ["1", "2", "3"]

    def test_what_a_page_inherits_comes_with_it(self, tmp_path: Path) -> None:
        with pikepdf.open(io.BytesIO(pdf("a", "b", size=(400, 600)))) as made:
            for name, value in (("/Rotate", 90), ("/Resources", made.pages[0].obj.Resources)):
                made.Root.Pages[name] = value
                for page in made.pages:
                    del page.obj[name]
            out = book(tmp_path, saved(made))
        assert size_of(out) == (600, 400)
        assert [text.split() for text in texts(out)] == [["a", "卷内", "1"], ["b", "卷内", "2"]]

    @pytest.mark.parametrize("turned", [45, -90, 450, 90.5, "x"])
    def test_a_strange_turn_stops_nothing(self, tmp_path: Path, turned: float | str) -> None:
        with pikepdf.open(io.BytesIO(pdf("a"))) as made:
            made.pages[0].obj["/Rotate"] = turned
            assert "卷内 1" in texts(book(tmp_path, saved(made)))[0]

    def test_what_acts_by_itself_is_gone(self, tmp_path: Path) -> None:
        with pikepdf.open(io.BytesIO(pdf("a"))) as made:
            action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
            made.Root.OpenAction = action
            made.pages[0].obj.AA = pikepdf.Dictionary(O=action)
            link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
            made.pages[0].obj.Annots = pikepdf.Array([made.make_indirect(link)])
            out = book(tmp_path, saved(made))
        with pikepdf.open(out) as bound:
            assert not any(
                isinstance(one, pikepdf.Dictionary) and str(one.get("/S", "")) == "/JavaScript" for one in bound.objects
            )

    def test_what_a_form_shows_stays(self, tmp_path: Path) -> None:
        with pikepdf.open(io.BytesIO(pdf("a"))) as made:
            look = made.make_stream(b"BT /F1 12 Tf 2 2 Td (filled in) Tj ET")
            look.update(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.XObject,
                    Subtype=pikepdf.Name.Form,
                    BBox=[0, 0, 100, 20],
                    Resources=made.pages[0].obj.Resources,
                )
            )
            field = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="name",
                Rect=[100, 100, 200, 120],
                AP=pikepdf.Dictionary(N=look),
                F=4,
            )
            made.pages[0].obj.Annots = pikepdf.Array([made.make_indirect(field)])
            made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([made.pages[0].obj.Annots[0]]))
            out = book(tmp_path, saved(made))
        assert "filled in" in texts(out)[0]

    @given(st.lists(st.integers(1, 50), max_size=30))
    def test_first_pages_leave_no_gap(self, lengths: list[int]) -> None:
        starts = first_pages([Leaf("", b"", length) for length in lengths])
        ends = [start + length for start, length in zip(starts, lengths, strict=True)]
        assert [1, *ends][: len(starts)] == starts


def _seen(box: tuple[float, float, float, float], rotate: int, size: tuple[int, int]) -> tuple[float, float]:
    """Return where a place of the file is seen on a page, from its lower left corner as it was before it grew."""
    (x, y), (width, height) = box[:2], size
    return {0: (x, y), 90: (y, width - x), 180: (width - x, height - y), 270: (height - y, x)}[rotate]


class TestBindable:
    @pytest.mark.parametrize(
        ("file", "why"),
        [
            (encrypted(user="x"), Why.ENCRYPTED),
            (encrypted(user=""), Why.ENCRYPTED),
            (b"", Why.DAMAGED),
            (b"%PDF-1.7\n%%EOF", Why.DAMAGED),
            (noise(5000), Why.DAMAGED),
            (saved(pikepdf.new()), Why.DAMAGED),
            (picture("PNG"), Why.DAMAGED),
        ],
    )
    def test_why_a_file_cannot_be_bound(self, file: bytes, why: Why) -> None:
        with pytest.raises(Unbindable) as refused:
            pages_of(file)
        assert refused.value.why is why

    @given(st.integers(0, 700), st.binary(max_size=20))
    def test_damage_anywhere_is_bound_or_refused(self, place: int, spoilt: bytes) -> None:
        whole = pdf("a", "b")
        file = whole[:place] + spoilt + whole[place + len(spoilt) :]
        try:
            pages = pages_of(file)
        except Unbindable as refused:
            assert refused.why in {Why.DAMAGED, Why.ENCRYPTED, Why.LAYERS}  # noqa: PT017 (either may come)
            return
        with TemporaryDirectory() as folder:
            assert len(texts(book(Path(folder), file))) == pages

    def test_layers_that_are_switched_off_are_not_shown(self) -> None:
        with pikepdf.open(io.BytesIO(pdf("a"))) as made:
            layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="draft"))
            made.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))
            hidden = saved(made)
            made.Root.OCProperties.D = pikepdf.Dictionary(ON=[layer])
            assert pages_of(saved(made)) == 1
        with pytest.raises(Unbindable, match="layers"):
            pages_of(hidden)

    def test_limits(self) -> None:
        assert pages_of(pdf("a", "b"), Limits(most_pages=2)) == 2
        for limits in (Limits(most_pages=1), Limits(most_bytes=100)):
            with pytest.raises(Unbindable, match="too_large"):
                pages_of(pdf("a", "b"), limits)


class TestPictures:
    @pytest.mark.parametrize(("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
    def test_a_picture_fills_an_a4_page_within_its_margins(self, tmp_path: Path, kind: str, media: str) -> None:
        (tmp_path / "a").write_bytes(picture(kind))
        made = picture_page(tmp_path / "a", media, FONTS)
        with pypdfium2.PdfDocument(made) as opened:
            assert [round(side) for side in opened[0].get_size()] == [595, 842]
            (image,) = opened[0].get_objects()
            left, _, right, _ = image.get_bounds()
            assert (round(left), round(right)) == (43, 553)
        assert made == picture_page(tmp_path / "a", media, FONTS)

    def test_a_picture_stands_as_its_maker_turned_it(self, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = 6
        (tmp_path / "a").write_bytes(picture("JPEG", (400, 100), exif=exif))
        with pypdfium2.PdfDocument(picture_page(tmp_path / "a", "image/jpeg", FONTS)) as opened:
            left, bottom, right, top = next(iter(opened[0].get_objects())).get_bounds()
        assert top - bottom > right - left

    @pytest.mark.parametrize("side", [9_300, 30_000])
    def test_a_bomb_is_known_by_its_head(self, tmp_path: Path, side: int) -> None:
        whole = picture("PNG", (1, 1))
        head = b"IHDR" + struct.pack(">II", side, side) + whole[24:29]
        (tmp_path / "a").write_bytes(whole[:12] + head + struct.pack(">I", zlib.crc32(head)) + whole[33:])
        with pytest.raises(Unbindable, match="too_large"):
            picture_page(tmp_path / "a", "image/png", FONTS)

    def test_a_picture_with_too_many_pixels_is_not_opened(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(picture("PNG", (400, 400)))
        with pytest.raises(Unbindable, match="too_large"):
            picture_page(tmp_path / "a", "image/png", FONTS, Limits(most_pixels=1000))


class TestArchive:
    def test_names_places_and_digests(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"one")
        line = Line(
            3, "答复书", "甲〔2026〕1号", "甲局", date(2026, 3, 2), 7, "=1+1", (Packed(tmp_path / "a", ".pdf"),)
        )
        names = pack([line, line._replace(place=4, title="只有一页", files=())], date(2026, 3, 2), tmp_path / "out.zip")
        assert names == ["003 答复书 甲〔2026〕1号.pdf", "目录.csv", "SHA256SUMS"]
        with ZipFile(tmp_path / "out.zip") as archive:
            rows = list(csv.reader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))
        assert rows[1][:8] == ["3", "答复书", "甲〔2026〕1号", "甲局", "2026-03-02", "7", "'=1+1", names[0]]
        assert rows[2][7:] == ["", "", ""]

    def test_it_is_the_same_for_the_same_files(self, tmp_path: Path) -> None:
        line = Line(1, "a", "", "", None, 1, "", (Packed(b"x" * 100_000, ".bin"),))
        for name in ("a", "b"):
            pack([line], date(1970, 1, 1), tmp_path / name)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    @given(st.text(max_size=300))
    def test_any_name_becomes_one_that_windows_takes(self, name: str) -> None:
        made = safe_name(f"001 {name}", ".pdf")
        assert made.startswith("001")
        assert made.endswith(".pdf")
        assert len(made.encode()) <= 180
        assert not set(made) & set('<>:"/\\|?*\r\n\t\0')
        assert not made.removesuffix(".pdf").endswith((".", " "))

    @pytest.mark.parametrize(
        ("name", "suffix"), [("a.pdf", ".pdf"), ("a.PDF", ".PDF"), ("a", ""), ("a.b c", ""), ("a.……", ""), (".pdf", "")]
    )
    def test_what_a_name_ends_in(self, name: str, suffix: str) -> None:
        assert suffix_of(name) == suffix
