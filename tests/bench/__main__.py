"""Run the measurements and print their tables.

`python -m tests.bench [names…] [--rounds N] [--quick] [--json FILE]`
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from .racing import Size, Table, show

Measure = Callable[[Size], list[Table]]

PARTS = {
    "steps": ("steps", "measure"),
    "verify": ("verifying", "measure"),
    "calendar": ("working_days", "measure"),
    "ledger": ("ledgers", "measure"),
    "statistics": ("year_tables", "measure"),
    "peers": ("peers", "measure"),
    "reminders": ("reminding", "measure"),
    "letters": ("letters_pdf", "measure"),
}
"""What can be measured: the module beside this one, and the function in it that returns the tables."""


def main(words: Sequence[str] | None = None) -> int:
    """Measure what was asked for; 1 when a bar does not hold."""
    names = [name for name, (module, _) in PARTS.items() if find_spec(f"{__package__}.{module}")]
    asked = _asked(names, words)
    signal.signal(signal.SIGTERM, _interrupted)  # So that databases are dropped on the way out.
    size = Size(asked.rounds or (3 if asked.quick else 7), 0.5 if asked.quick else 1.5, asked.quick)
    console = Console(width=None if sys.stdout.isatty() else 120)
    tables: list[Table] = []
    for name in asked.names or names:
        module, function = PARTS[name]
        measure: Measure = getattr(import_module(f"{__package__}.{module}"), function)
        for table in measure(size):
            show(console, table)
            tables.append(table)
    if asked.json:
        asked.json.write_text(json.dumps([table.as_dict() for table in tables], ensure_ascii=False, indent=1) + "\n")
    return 0 if all(bar.holds for table in tables for bar in table.bars) else 1


def _asked(names: list[str], words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure ratios side by side.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(names)}; all when none is given")
    parser.add_argument("--rounds", type=int, default=0, help="rounds of each race (7; quick: 3)")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows and shorter turns")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the tables to a file as well")
    asked = parser.parse_args(words)
    for name in asked.names:
        if name not in names:
            parser.error(f"{name} is not measured here. Choose from {', '.join(names)}.")
    return asked


def _interrupted(number: int, frame: object) -> None:  # noqa: ARG001 (the signature of a handler)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
