"""Write requirements/*.txt: exact versions with hashes, for every system and Python that the project supports.

Versions already written stay unless something rules them out; `--upgrade` chooses all of them anew. The files name
no host: where packages come from is a matter of the machine that installs them.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Each file, what it holds besides the project's own dependencies, and the file whose versions it has to share.
FILES = (
    ("run", ("build",), None),
    ("test", ("build", "test"), "run"),
    ("peers", ("build", "peers"), "test"),
)
COMPILE = ("uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--no-header", "--quiet")


def command(name: str, groups: tuple[str, ...], shared: str | None, extra: list[str]) -> list[str]:
    """Return the command that writes one file."""
    parts = [sys.executable, "-m", *COMPILE, "--python-version", "3.11"]
    parts += [part for group in groups for part in ("--group", group)]
    if shared is not None:
        parts += ["--constraints", f"requirements/{shared}.txt"]
    return [*parts, *extra, "--output-file", f"requirements/{name}.txt"]


def main() -> None:
    """Write all files; an argument such as --upgrade is handed on."""
    for name, groups, shared in FILES:
        subprocess.run(command(name, groups, shared, sys.argv[1:]), cwd=ROOT, check=True)  # noqa: S603 (our own words)
        pins = sum(line[0].isalnum() for line in (ROOT / f"requirements/{name}.txt").read_text("utf-8").splitlines())
        print(f"requirements/{name}.txt: {pins} packages")


if __name__ == "__main__":
    main()
