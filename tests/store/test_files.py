"""Files kept by their SHA-256: once, whole or not at all, and any change of one noticed."""

import errno
import os
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from workflow.rules.errors import NotFound, Unavailable
from workflow.store.files import FileStore

CONTENT = "答复书".encode()
DIGEST = sha256(CONTENT).hexdigest()


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def kept(files: FileStore) -> list[str]:
    return sorted(path.relative_to(files.root).as_posix() for path in files.root.rglob("*") if path.is_file())


def test_what_is_kept_comes_back_by_its_digest(files: FileStore) -> None:
    assert files.put(CONTENT, ".html") == DIGEST
    assert files.get(DIGEST, ".html") == CONTENT
    assert kept(files) == [f"{DIGEST[:2]}/{DIGEST}.html"]


def test_an_empty_file_is_a_file(files: FileStore) -> None:
    assert files.get(files.put(b"")) == b""


def test_the_same_is_kept_once_and_not_written_again(files: FileStore) -> None:
    files.put(CONTENT)
    place = files.path(DIGEST)
    before = place.stat().st_mtime_ns, place.stat().st_ino
    assert files.put(CONTENT) == DIGEST
    assert (place.stat().st_mtime_ns, place.stat().st_ino) == before
    assert len(kept(files)) == 1


@pytest.mark.parametrize("spoilt", [b"", CONTENT[:-1], CONTENT + b" "])
def test_a_changed_file_is_noticed_and_can_be_put_right(files: FileStore, spoilt: bytes) -> None:
    files.put(CONTENT)
    files.path(DIGEST).write_bytes(spoilt)
    with pytest.raises(NotFound, match=f"{DIGEST[:12]} is missing or was changed. Bring it back from the backup"):
        files.get(DIGEST)
    files.put(CONTENT)
    assert files.get(DIGEST) == CONTENT


def test_a_file_too_large_to_be_held_is_read_through(files: FileStore) -> None:
    digest = files.put(CONTENT, ".pdf")
    assert files.whole(digest, ".pdf") == files.path(digest, ".pdf")
    for spoilt in (b"", CONTENT + b" "):
        files.path(digest, ".pdf").write_bytes(spoilt)
        with pytest.raises(NotFound, match="is missing or was changed"):
            files.whole(digest, ".pdf")
    with pytest.raises(NotFound, match="is missing or was changed"):
        files.whole(digest)
    files.path(digest).mkdir()
    with pytest.raises(Unavailable, match="could not be read"):
        files.whole(digest)


def test_a_missing_file_is_to_be_restored(files: FileStore) -> None:
    with pytest.raises(NotFound, match="Bring it back from the backup"):
        files.get(DIGEST)


def test_a_full_disk_is_said_and_leaves_no_half_file(files: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Unavailable, match="No space left on device"):
        files.put(CONTENT)
    assert kept(files) == []
    monkeypatch.undo()
    assert files.put(CONTENT) == DIGEST


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"")
    with pytest.raises(Unavailable, match=r"could not be kept in .*files \(.+\)"):
        FileStore(tmp_path / "files").put(CONTENT)


def test_a_file_that_cannot_be_read_is_said(files: FileStore) -> None:
    files.path(DIGEST).mkdir(parents=True)
    with pytest.raises(Unavailable, match="could not be read"):
        files.get(DIGEST)


def test_many_who_keep_the_same_at_once_keep_it_once(files: FileStore) -> None:
    told: list[str | Exception] = []

    def put() -> None:
        try:
            told.append(files.put(CONTENT * 100_000))
        except Exception as error:  # noqa: BLE001 (a thread tells what went wrong)
            told.append(error)

    threads = [Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(told) == {sha256(CONTENT * 100_000).hexdigest()}
    assert len(kept(files)) == 1
