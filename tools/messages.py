"""Collect every sentence that is said to people, keep the catalogue in step with them, and compile it.

`python -m tools.messages` brings `disclosure.po` up to date and compiles it; what is new stands there without a
translation. `--check` changes nothing and names what is missing, left over, or has other places than its sentence.

Source code is read for the sentences in it: refusals, objections of guards, and what is handed to a translator. The
pages of the command line are read from the commands themselves, and words of the domain from their enumerations.
"""

import ast
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.shown_words import shown_words
from workflow.language import DOMAIN, FOLDER

ROOT = Path(__file__).parent.parent
PACKAGES = ("workflow", "letters")
PO = FOLDER / "zh_CN" / "LC_MESSAGES" / f"{DOMAIN}.po"
MO = PO.with_suffix(".mo")

ROOT_REFUSAL = "CaseworkError"
SPEAKERS = {
    "Sentence": 0,
    "say": 0,
    "translate": 0,
    "words": 0,
    "term": 0,
    "Guard": 1,
    "said": 1,
    "_short": 1,
    "one_of": 2,
    "flaw": 0,
}
"""Function -> the place of the sentence among its arguments."""
ALL_SPOKEN = {"titles"}
"""Functions all of whose texts are said."""

Messages = dict[str, set[str]]
"""Sentence -> the files that say it."""


def collected() -> Messages:
    """Return every sentence and where it is said."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _sources()}
    refusals = _refusals(trees.values())
    found: Messages = {}
    for path, tree in trees.items():
        for sentence in _sentences(tree, refusals):
            found.setdefault(sentence, set()).add(path.relative_to(ROOT).as_posix())
    for sentence, place in shown_words():
        found.setdefault(sentence, set()).add(place)
    return found


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" not in path.parts:  # Migrations say nothing.
                yield path


def _refusals(trees: Iterable[ast.AST]) -> set[str]:
    """Return the names of all refusals: the root of them and whatever is derived from one."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    names = {ROOT_REFUSAL}
    while more := {name for name, parents in bases.items() if parents & names} - names:
        names |= more
    return names


def _sentences(tree: ast.AST, refusals: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _called(node.func)
            if name in ALL_SPOKEN:
                yield from filter(None, map(_text, node.args))
            place = 0 if name in refusals else SPEAKERS.get(name)
            if place is not None and place < len(node.args) and (text := _text(node.args[place])):
                yield text


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def catalogue() -> Catalog:
    """Return the catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", domain=DOMAIN)


def updated(found: Messages, old: Catalog) -> Catalog:
    """Return the catalogue of the sentences found, with the translations that it has."""
    new = Catalog(
        locale="zh_CN",
        domain=DOMAIN,
        project="Disclosure Desk",
        version="-",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        header_comment="# The Chinese of Disclosure Desk: a sentence in English, and what is said instead of it.",
        creation_date=old.creation_date,
        revision_date=old.revision_date,
        fuzzy=False,
    )
    for sentence in sorted(found, key=lambda sentence: (min(found[sentence]), sentence)):
        known = old.get(sentence)
        places = [(path, 0) for path in sorted(found[sentence])]
        new.add(sentence, known.string if known is not None else "", locations=places)
    return new


def problems(found: Messages, old: Catalog) -> Iterator[str]:
    """Yield what is wrong with the catalogue, a line each."""
    known = {str(message.id): str(message.string or "") for message in old if message.id}
    for sentence in sorted(found.keys() - known.keys()):
        yield f"not in the catalogue: {sentence!r} ({', '.join(sorted(found[sentence]))})"
    for sentence in sorted(known.keys() - found.keys()):
        yield f"nobody says this any more: {sentence!r}"
    for sentence, translation in sorted(known.items()):
        if not translation.strip():
            yield f"not translated: {sentence!r}"
        elif wrong := places(sentence) ^ places(translation):
            yield f"the places {sorted(wrong)} are not on both sides: {sentence!r}"
    if not MO.exists() or MO.read_bytes() != compiled(old):
        yield f"{MO.name} is not what {PO.name} says; run: make messages"


def places(sentence: str) -> set[str]:
    """Return the names of the places of a sentence."""
    try:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name and name.isidentifier()}
    except ValueError:  # A page of help may show JSON; nothing is filled in there.
        return set()


def compiled(catalog: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def main() -> int:
    """Check or renew the catalogue; return the exit status."""
    found = collected()
    if "--check" in sys.argv[1:]:
        wrong = list(problems(found, catalogue()))
        print("\n".join(wrong) or f"{len(found)} sentences, all translated.")
        return 1 if wrong else 0
    new = updated(found, catalogue() if PO.exists() else Catalog(locale="zh_CN"))
    text = io.BytesIO()
    write_po(text, new, width=0, include_lineno=False)
    PO.write_bytes(text.getvalue())
    MO.write_bytes(compiled(catalogue()))
    missing = sum(1 for message in new if message.id and not message.string)
    print(f"{len(found)} sentences, {missing} of them not translated yet.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
