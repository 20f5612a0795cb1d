import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))


def pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ \\]+)", text, re.MULTILINE))


def shipped() -> Iterator[str]:
    """Every file below the packages, as the wheel should name it."""
    for package in ("workflow", "letters"):
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and path.suffix not in {".pyc", ".po", ".pot"} and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source")
    for package in ("workflow", "letters"):
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-q", "-w", "."]
    subprocess.run([*command, "."], cwd=source, check=True)
    return next(source.glob("*.whl"))


def test_the_wheel_carries_every_file_of_the_packages(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        missing = set(shipped()) - set(archive.namelist())
    assert not missing


@pytest.mark.parametrize(
    "kind",
    [
        "letters/templates/reply.html.j2",
        "workflow/files/data/notices-cn.json",
        "workflow/files/data/forms/2021.json",
        "workflow/store/migrations/script.py.mako",
        "workflow/store/migrations/versions/0001_the_record.py",
    ],
)
def test_the_wheel_carries_templates_data_and_migrations(wheel: Path, kind: str) -> None:
    with ZipFile(wheel) as archive:
        assert kind in archive.namelist()


def test_the_wheel_carries_nothing_but_the_packages(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert tops == {"workflow", "letters", f"disclosure_desk-{PROJECT['version']}.dist-info"}


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_name_no_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text
    assert not re.findall(r"^ *-(?!-hash)\S+", text, re.MULTILINE)


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(path: Path) -> None:
    blocks = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
    assert blocks
    for block in blocks:
        assert re.match(r"[a-z0-9-]+==\S+", block), block
        assert "--hash=sha256:" in block, block


def test_what_tests_need_includes_what_the_program_needs() -> None:
    assert pins("run").items() <= pins("test").items()


def test_every_dependency_is_pinned() -> None:
    wanted = {re.split(r"[\[>=<!~ ]", name)[0] for name in PROJECT["dependencies"]}
    assert wanted <= pins("run").keys()


@pytest.mark.parametrize("ignored", [".venv/", "var/disclosure.db", "var/secret.key", "workflow/__pycache__/x.pyc"])
def test_git_leaves_out_what_a_run_makes(ignored: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    assert subprocess.run(["git", "check-ignore", "-q", ignored], cwd=tmp_path, check=False).returncode == 0


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with nothing but what sets the project up."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "setup.sh", tmp_path / "tools")
    return tmp_path


def interpreter(folder: Path, body: str) -> Path:
    path = folder / "some-python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def set_up(folder: Path, python: Path) -> subprocess.CompletedProcess[str]:
    command = [str(folder / "tools" / "setup.sh")]
    return subprocess.run(
        command, env={**os.environ, "PYTHON": str(python)}, capture_output=True, text=True, check=False
    )


def test_an_older_python_is_refused_in_words(fresh: Path) -> None:
    done = set_up(fresh, interpreter(fresh, "exit 1"))
    assert done.returncode != 0
    assert "is not Python 3.11 or newer" in done.stderr
    assert not (fresh / ".venv").exists()


def test_a_python_without_venv_says_what_to_install(fresh: Path) -> None:
    body = f'case "$*" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"'
    done = set_up(fresh, interpreter(fresh, body))
    assert done.returncode != 0
    assert f"apt-get install python{sys.version_info.major}.{sys.version_info.minor}-venv" in done.stderr
    assert not (fresh / ".venv").exists()


def test_what_ci_runs_is_a_program() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
