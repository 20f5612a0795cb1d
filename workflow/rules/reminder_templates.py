"""Texts of reminders that an office writes itself: plain text with named places, and nothing that can be computed."""

from collections.abc import Iterator, Mapping
from string import Formatter

from workflow.rules.errors import BadInput

FIELDS = ("case_no", "duty", "due_on", "days_left", "article", "otherwise")


def template_problem(template: str) -> BadInput | None:
    """Return what is wrong with a template: only `{case_no}` and its like may stand in braces."""
    try:
        places = [place for _, place in _parts(template) if place is not None]
    except ValueError:
        return BadInput("A brace is open or stands alone. Write {{{{ and }}}} for braces that are meant as such.")
    for place in places:
        if place not in FIELDS:
            return BadInput("{place} is no place to fill. There are {fields}.", place=f"{{{place}}}", fields=FIELDS)
    return None


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return the text of a template; no attribute, index, conversion or format of a value can be reached.

    Raises:
        BadInput: The template is not right, see `template_problem`.

    """
    problem = template_problem(template)
    if problem is not None:
        raise problem
    return "".join(text + ("" if place is None else values[place]) for text, place in _parts(template))


def _parts(template: str) -> Iterator[tuple[str, str | None]]:
    """Yield each text and the place after it, as written: with its conversion and format, should it have any.

    Raises:
        ValueError: The braces do not match.

    """
    for text, place, spec, conversion in Formatter().parse(template):
        if place is None:
            yield text, None
        else:
            yield text, place + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
