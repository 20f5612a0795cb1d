"""Write the golden texts anew after a letter was changed on purpose, then read the diff.

Usage: python tests/letters/rewrite_golden.py
"""

from pathlib import Path

from letters.blocks import text
from letters.render import blocks
from letters.samples import SAMPLES

FOLDER = Path(__file__).parent / "golden"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.txt"):
        old.unlink()
    for name, letter in SAMPLES.items():
        (FOLDER / f"{name}.txt").write_text(text(blocks(letter)), encoding="utf-8")


if __name__ == "__main__":
    main()
