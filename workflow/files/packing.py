"""The files of a case in one ZIP: under names that every system takes, with fixed dates, a list and their digests."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import file_digest, sha256
from io import BytesIO, StringIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from workflow.files.cells import quoted

LIST, SUMS = "目录.csv", "SHA256SUMS"
HEADER = ("序号", "题名", "文号", "责任者", "日期", "页号", "备注", "文件名", "大小（字节）", "SHA-256")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff<>:"/\\|?*]+')
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_MOST_BYTES = 180
"""Of a name: file systems take 255, and folders around it need some."""
_PACKED_ALREADY = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx", ".pptx", ".zip", ".rar", ".7z", ".mp3", ".mp4")
_FIRST = date(1980, 1, 1)
"""A ZIP knows no earlier day."""


class Packed(NamedTuple):
    """A file to be packed: its content or where it lies, and what its name ends in."""

    file: Path | bytes
    suffix: str


class Line(NamedTuple):
    """A paper in the list: its place, 0 for what stands before all papers, how it is listed, and its files."""

    place: int
    title: str
    number: str
    author: str
    on: date | None
    page: int
    remark: str
    files: tuple[Packed, ...]


def suffix_of(name: str) -> str:
    """Return what a name ends in, where it is a plain ending: .pdf."""
    found = _SUFFIX.fullmatch(Path(name).suffix)
    return "" if found is None else found[0]


def safe_name(stem: str, suffix: str = "") -> str:
    """Return a name for a file that Windows takes as well, shortened where it is too long."""
    plain = " ".join(_UNSAFE.sub("_", stem).split())
    short = plain.encode()[: _MOST_BYTES - len(suffix)].decode(errors="ignore").rstrip(" .")
    return f"{short or '_'}{suffix}"


def pack(lines: Sequence[Line], on: date, out: Path) -> list[str]:
    """Write the files of the papers, their list and their digests; return the names in the archive.

    Args:
        lines: The papers.
        on: The day that all files bear.
        out: The file to write.
    """
    sums: list[tuple[str, str]] = []
    table = StringIO(newline="")
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(HEADER)
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for line in lines:
            for cells in _packed(archive, line, on, sums):
                writer.writerow([quoted(cell) for cell in (*_listed(line), *cells)])
        _add(archive, LIST, b"\xef\xbb\xbf" + table.getvalue().encode(), on, sums)
        listed = "".join(f"{digest}  {name}\n" for name, digest in sums)
        _add(archive, SUMS, listed.encode(), on, sums)
        return archive.namelist()


def _listed(line: Line) -> tuple[str, ...]:
    on = "" if line.on is None else line.on.isoformat()
    return (str(line.place or ""), line.title, line.number, line.author, on, str(line.page), line.remark)


def _packed(archive: ZipFile, line: Line, on: date, sums: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Pack the files of a paper, and yield what the list says of each; a paper without one has a line as well."""
    stem = " ".join(part for part in (f"{line.place:03d}", line.title, line.number) if part)
    for packed in line.files:
        ending = packed.suffix
        name = safe_name(stem.removesuffix(ending) if ending else stem, ending)
        size = _add(archive, name, packed.file, on, sums)
        yield name, str(size), sums[-1][1]
    if not line.files:
        yield "", "", ""


def _add(archive: ZipFile, name: str, file: Path | bytes, on: date, sums: list[tuple[str, str]]) -> int:
    """Pack one file, put its digest down, and return its size in bytes."""
    day = max(on, _FIRST)
    entry = ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = ZIP_STORED if name.lower().endswith(_PACKED_ALREADY) else ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    if isinstance(file, bytes):
        sums.append((name, sha256(file).hexdigest()))
        return _write(archive, entry, BytesIO(file), len(file))
    with file.open("rb") as source:
        sums.append((name, file_digest(source, "sha256").hexdigest()))
        source.seek(0)
        return _write(archive, entry, source, file.stat().st_size)


def _write(archive: ZipFile, entry: ZipInfo, source: IO[bytes], size: int) -> int:
    entry.file_size = size  # Tells the archive whether it needs the form for large files.
    with archive.open(entry, "w") as target:
        copyfileobj(source, target, 2**20)
    return size
