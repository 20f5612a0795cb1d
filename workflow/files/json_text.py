"""JSON that an operator hands in: read strictly, and refused in words that name the place."""

import json
from collections.abc import Sequence

from workflow.rules.errors import BadInput


def read_json(raw: bytes, name: str) -> object:
    """Return what a file holds.

    Args:
        raw: Its bytes.
        name: What to call it in a refusal.

    Raises:
        BadInput: It is not UTF-8, no JSON, nested too deeply, or has a key twice.

    """
    try:
        content: object = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_no_key_twice)
    except UnicodeDecodeError as error:
        raise BadInput("{file} is not text in UTF-8. Save it in that encoding.", file=name) from error
    except json.JSONDecodeError as error:
        raise BadInput(
            "{file} is no JSON: line {line}, column {column}. Correct that place.",
            file=name,
            line=error.lineno,
            column=error.colno,
        ) from error
    except (RecursionError, ValueError) as error:
        raise BadInput("{file} is nested too deeply or has too long a number to be read.", file=name) from error
    return content


def _no_key_twice(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise BadInput("The file has the key {names} twice. Keep one of them.", names=twice)
    return content
