"""The statutory forms shipped with the package."""

from functools import cache
from importlib.resources import files

import msgspec

from workflow.rules.forms import Form, known_form


@cache
def form(format_id: str) -> Form:
    """Return the form `2008`, `2019` or `2021`, read once.

    Raises:
        BadInput: There is no such form.

    """
    data = files("workflow.files") / "data" / "forms" / f"{known_form(format_id)}.json"
    return msgspec.json.decode(data.read_bytes(), type=Form)
