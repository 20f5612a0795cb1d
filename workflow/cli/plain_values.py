"""Values of a command line taken by their own parsers.

Typer has pydantic check every value, whose import alone takes longer than most commands here. The parameters of this
program are text, paths, flags and what a parser of ours makes, so nothing is left for it to do. A typer that keeps its
values elsewhere ignores this and is merely slower.
"""

from pathlib import Path
from typing import Any, get_args, get_origin


class Plain:
    """Makes the value of one parameter.

    Args:
        annotation: `str`, `Path`, `bool`, a list of one of them, or whatever `parser` makes.
        parser: Makes the value of the text, where the parameter has its own.
    """

    def __init__(self, annotation: Any, parser: Any) -> None:  # noqa: ANN401 (any annotation)
        self.many = get_origin(annotation) is list
        kind = get_args(annotation)[0] if self.many else annotation
        self.make = parser or (kind if kind is Path else None)

    def coerce(self, value: Any, param: object, ctx: object) -> Any:  # noqa: ANN401, ARG002 (typer's signature)
        """Return the value; what was not given stays as it is."""
        if value is None or self.make is None:
            return () if value is None and self.many else value
        return [self.make(one) for one in value] if self.many else self.make(value)


def plain(params: list[Any]) -> list[Any]:
    """Return parameters, which from now on make their values without typer's checks, where their kind needs none."""
    for param in params:
        described = getattr(param, "type_descriptor", None)
        if described is not None and _is_plain(described.annotation, described.parameter_info):
            param._runtime_param = Plain(described.annotation, described.parameter_info.parser)  # noqa: SLF001 (see above)
    return params


def _is_plain(annotation: Any, info: Any) -> bool:  # noqa: ANN401 (typer's own classes)
    kind = get_args(annotation)[0] if get_origin(annotation) is list else annotation
    return info.parser is not None or kind in {str, bool, Path}
