"""`disclosure letters templates`: the agency's own words of letters, tried on the samples before they are kept."""

from pathlib import Path
from typing import Annotated

import typer

from letters.editing import MOST_SOURCE, shipped_source
from workflow.actions.letter_templates import choose_template, keep_template, kind_of, named_kind, tried
from workflow.cli.desk import Desk, desk_of, opened, readable
from workflow.cli.letter_looks import LetterKind
from workflow.cli.letter_out import text_of
from workflow.cli.options import Agency, By, Json, SomeFile, day, whole
from workflow.cli.screen import remark, show, show_json, table, titles
from workflow.cli.spoken import Commands
from workflow.rules.errors import BadInput, NotFound
from workflow.store.templates import Own, kept_by, own_text, source_of

MOST_BYTES = 4 * MOST_SOURCE
"""Of a file; no character takes more than four."""


def add_to(app: typer.Typer) -> None:
    """Add the group."""
    templates = Commands(help="Show, try, keep and use the agency's own words of a letter.")
    templates.command("list")(list_kept)
    templates.command("show")(show_source)
    templates.command("check")(check)
    templates.command("keep")(keep)
    templates.command("use")(use)
    app.add_typer(templates, name="templates")


def list_kept(ctx: typer.Context, *, agency: Agency = "", by: By = "", as_json: Json = False) -> None:
    """List the versions that the agency kept, and from which days letters are written by them."""
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.reading() as connection:
            found = kept_by(connection, desk.own_agency.id)
        if as_json:
            show_json([one._asdict() for one in found])
            return
        if not found:
            show(desk.translate("The agency kept no words of its own. Letters have those of the program."))
            return
        table(
            titles(desk.translate, "Letter", "Version", "Used from", "Note"),
            [
                [
                    one.letter,
                    str(one.version),
                    " ".join(map(str, one.from_on)) or "-",
                    one.note if one.version else desk.translate("the words of the program"),
                ]
                for one in found
            ],
        )


def show_source(
    ctx: typer.Context,
    kind: LetterKind,
    *,
    version: Annotated[
        int | None,
        typer.Option(
            "--version",
            parser=whole,
            metavar="N",
            help="Version kept by the agency, 0 for the words of the program; those used today if not given.",
        ),
    ] = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Print the template of a letter, to be changed and tried with check."""
    letter = named_kind(kind)
    with desk_of(ctx, agency=agency, user=by) as desk:
        own = _own(desk, letter, version)
        if own is None:
            remark(desk.translate("These are the words of the program (version 0)."))
        else:
            remark(desk.words("Version {version} of the agency {code}.", version=own.version, code=own.agency))
        show((shipped_source(kind_of(letter)) if own is None else own.source).rstrip("\n"))


def _own(desk: Desk, letter: str, version: int | None) -> Own | None:
    """Return a version of the agency, or the one used today; None for the words of the program."""
    agency = desk.own_agency
    with desk.store.reading() as connection:
        if version is None:
            return own_text(connection, agency.id, letter, desk.today)
        source = source_of(connection, agency.id, letter, version) if version else None
    if version and source is None:
        raise NotFound(
            "The agency has kept no version {version} of the letter {letter}.", version=version, letter=letter
        )
    return None if source is None else Own(agency.code, version, source)


def check(ctx: typer.Context, kind: LetterKind, file: SomeFile) -> None:
    """Try a template on the samples of its letter: print what it makes of them, or say what is refused."""
    letter, source = named_kind(kind), _read(file)
    with opened(ctx.obj) as desk:
        for name, made in tried(letter, source).items():
            show(desk.words("— Sample {name} —", name=name), text_of(made), "")


def keep(
    ctx: typer.Context,
    kind: LetterKind,
    file: SomeFile,
    *,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What was changed and why.")],
    agency: Agency = "",
    by: By = "",
) -> None:
    """Keep a template as a new version of the agency; no letter is written by it until it is used."""
    letter, source = named_kind(kind), _read(file)
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            version = keep_template(unit, desk.stamp(), desk.agency.id, letter=letter, source=source, note=note)
        show(desk.words("Kept as version {version} of {letter}. It is not used yet.", version=version, letter=letter))


def use(
    ctx: typer.Context,
    kind: LetterKind,
    version: Annotated[
        int, typer.Argument(parser=whole, metavar="N", help="Version to use; 0 for the words of the program.")
    ],
    *,
    from_on: Annotated[str, typer.Option("--from", metavar="DATE", help="First day whose letters are written by it.")],
    agency: Agency = "",
    by: By = "",
) -> None:
    """Write the letters of the agency by a version from a day on; letters issued before keep their words."""
    letter, first = named_kind(kind), day(from_on)
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            choose_template(unit, desk.stamp(), desk.agency.id, letter=letter, version=version, from_on=first)
        show(
            desk.words(
                "From {day}, {letter} is written by version {version}.", day=first, letter=letter, version=version
            )
        )


def _read(file: Path) -> str:
    """Return the text of a file. BadInput where it is none, or too long for a template."""
    with readable(file).open("rb") as source:
        raw = source.read(MOST_BYTES + 1)
    try:
        if len(raw) <= MOST_BYTES:
            return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        pass
    raise BadInput(
        "The file {file} holds no template: text in UTF-8 is wanted, of at most {most} bytes.",
        file=str(file),
        most=MOST_BYTES,
    )
