"""Templates that an agency changed: what they may hold, checked before they are kept, and the blocks they make.

A changed template prints fields, chooses between texts and goes through lists. It calls nothing but the rows of forms
that the program has, so it ends; it names only fields that the letter has; and it holds no article, period or
addressee, which come from the rules.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Any, cast, get_args, get_origin, get_type_hints

from jinja2 import BaseLoader, TemplateSyntaxError, UndefinedError, nodes
from jinja2.runtime import Macro

from letters.blocks import Block, MarkupError, parse
from letters.cleaning import cleaned
from letters.filters import FILTERS
from letters.kinds import template_of
from letters.parts import Document
from letters.render import TEMPLATES
from workflow.rules.errors import BadInput, RuleBroken

MOST_SOURCE = 20_000
MOST_TEXT = 300_000
"""Characters of a template, and of a letter that it makes."""
MOST_LOOPS = 2
"""Loops inside each other."""

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.If,
    nodes.For,
    nodes.Block,
    nodes.Extends,
    nodes.Include,
    nodes.FromImport,
    nodes.Call,
    nodes.Assign,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Tuple,
    nodes.Add,
    nodes.Sub,
)
_FILTERS = {*FILTERS, "length", "first", "last"}
_LOOP = {"index", "index0", "first", "last", "length", "revindex"}
_ROWS, _ROW = "_rows.html.j2", "row of a form"
"""The part that has the rows of forms, and what a name stands for that was taken in from it and may be called."""
_LAW = re.compile(r"第[一二三四五六七八九十百]+条|\d+个?(?:工作日|日内|个月)|人民政府|人民法院|复议")
_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)
_FRAGMENTS = "FRAGMENTS"


def shipped_source(kind: type[Document]) -> str:
    """Return the text of this program for a kind, which an agency's own begins as a copy of."""
    source: str = cast("BaseLoader", TEMPLATES.loader).get_source(TEMPLATES, template_of(kind))[0]
    return source


def check_source(kind: type[Document], source: str) -> None:
    """Refuse a template that an agency may not use.

    Args:
        kind: Of the letter it is for.
        source: As it was changed.

    Raises:
        BadInput: It is too long or cannot be read.
        RuleBroken: It calls something, names what the letter does not have, has loops in loops in loops, or holds law.
    """
    if len(source) > MOST_SOURCE:
        raise BadInput(
            "The template has {length} characters. Shorten it to {most}.", length=len(source), most=MOST_SOURCE
        )
    try:
        tree = TEMPLATES.parse(source)
    except TemplateSyntaxError as error:
        raise BadInput(
            "Line {line} of the template cannot be read ({cause}). Correct it.",
            line=error.lineno,
            cause=(error.message or "")[:120],
        ) from error
    _check_law(source)
    _Checker().visit(tree, {"letter": kind}, 0)


def blocks_by(source: str, letter: Document) -> tuple[Block, ...]:
    """Return a letter as a changed template makes it.

    Raises:
        BadInput: A field of the letter is wrong, or the template makes what is no letter.
        RuleBroken: The letter grows beyond bounds.
        NotReady: The letter does not yet say what its article asks for.
    """
    checked = cleaned(letter)
    checked.check()
    made: list[str] = []
    size = 0
    try:
        for part in TEMPLATES.from_string(source).generate(letter=checked):
            made.append(part)
            size += len(part)
            if size > MOST_TEXT:
                raise RuleBroken("The letter grows beyond {most} characters. Shorten its template.", most=MOST_TEXT)
        return parse("".join(made))
    except MarkupError as error:
        raise BadInput("The template makes what is no part of a letter: {cause}", cause=str(error)[:200]) from error
    except (UndefinedError, TypeError) as error:
        raise BadInput(
            "The template cannot print this letter ({cause}). Correct it.", cause=str(error)[:200]
        ) from error


def _check_law(source: str) -> None:
    found = _LAW.search(_COMMENT.sub("", source))
    if found:
        raise RuleBroken(
            "The template holds “{text}”. Articles, periods and bodies come from the rules of the day of the letter; "
            "print the field that holds them.",
            text=found[0],
        )


Known = Mapping[str, object]
"""What the names of a template stand for: a dataclass, or None where it is text or a number."""


class _Checker:
    """Goes through a template once."""

    def visit(self, node: nodes.Node, known: Known, depth: int) -> Known:
        """Check a node and what is in it; return what names stand for after it."""
        if not isinstance(node, _ALLOWED):
            raise _forbidden(node)
        match node:
            case nodes.For():
                return self._loop(node, known, depth)
            case nodes.Assign():
                return {**known, **self._assigned(node, known, depth)}
            case nodes.FromImport():
                return {**known, **self._taken_in(node)}
            case nodes.If():
                return self._body(node.iter_child_nodes(), known, depth)
            case _:
                self._inside(node, known, depth)
        return known

    def _inside(self, node: nodes.Node, known: Known, depth: int) -> None:
        """Check a node after which names stand for what they did before."""
        match node:
            case nodes.Include() | nodes.Extends():
                self._part(node, known, depth)
            case nodes.Call():
                self._call(node, known, depth)
            case nodes.Filter():
                self._filter(node, known, depth)
            case nodes.Getattr() | nodes.Getitem() | nodes.Name():
                self._type(node, known)
                if isinstance(node, nodes.Getitem):
                    self.visit(node.arg, known, depth)
            case nodes.Block() | nodes.Template():
                self._body(node.iter_child_nodes(), known, depth)
            case _:
                for child in node.iter_child_nodes():
                    self.visit(child, known, depth)

    def _body(self, children: Iterable[nodes.Node], known: Known, depth: int) -> Known:
        for child in children:
            known = self.visit(child, known, depth)
        return known

    def _taken_in(self, node: nodes.FromImport) -> Known:
        """Return the rows of forms that a template takes in, by the names that it gives them."""
        names = [name if isinstance(name, tuple) else (name, name) for name in node.names]
        rows = TEMPLATES.get_template(_ROWS).module
        if not isinstance(node.template, nodes.Const) or node.template.value != _ROWS:
            raise _no_part(node, [_ROWS])
        for name, _ in names:
            if not isinstance(getattr(rows, name, None), Macro):
                raise _unknown(node, name, sorted(one for one, row in vars(rows).items() if isinstance(row, Macro)))
        return dict.fromkeys((called for _, called in names), _ROW)

    def _call(self, node: nodes.Call, known: Known, depth: int) -> None:
        """Let a template use the rows of forms that it took in from our parts, and call nothing else."""
        named = node.node.name if isinstance(node.node, nodes.Name) else ""
        if known.get(named) != _ROW or node.dyn_args or node.dyn_kwargs:
            raise _forbidden(node)
        self._body((*node.args, *(given.value for given in node.kwargs)), known, depth)

    def _loop(self, node: nodes.For, known: Known, depth: int) -> Known:
        if depth == MOST_LOOPS or node.recursive:
            raise RuleBroken(
                "Line {line} of the template goes through a list inside {most} others. Make it simpler.",
                line=node.lineno,
                most=MOST_LOOPS,
            )
        if not isinstance(node.iter, nodes.Getattr | nodes.Name) or not isinstance(node.target, nodes.Name):
            raise RuleBroken(
                "Line {line} of the template goes through what is no list of the letter. Write: for one in letter.…",
                line=node.lineno,
            )
        inside = {**known, node.target.name: _element(self._type(node.iter, known)), "loop": _LOOP}
        if node.test is not None:
            self.visit(node.test, inside, depth)
        self._body(iter(node.body), inside, depth + 1)
        self._body(iter(node.else_), known, depth)
        return known

    def _assigned(self, node: nodes.Assign, known: Known, depth: int) -> Known:
        self.visit(node.node, known, depth)
        if not isinstance(node.target, nodes.Name):
            raise RuleBroken("Line {line} of the template sets what is no name. Set one name.", line=node.lineno)
        plain = isinstance(node.node, nodes.Getattr | nodes.Getitem | nodes.Name)
        return {node.target.name: self._type(node.node, known) if plain else None}

    def _part(self, node: nodes.Include | nodes.Extends, known: Known, depth: int) -> None:
        """Let a template be made of our parts and of nothing else."""
        match node.template:
            case nodes.Const(value=str() as name) if name.startswith("_") and name in TEMPLATES.list_templates():
                return
            case nodes.Getitem(node=nodes.Name(name="FRAGMENTS"), arg=arg):
                self.visit(arg, known, depth)
            case _:
                raise _no_part(node, [name for name in TEMPLATES.list_templates() if name.startswith("_")])

    def _filter(self, node: nodes.Filter, known: Known, depth: int) -> None:
        if node.name not in _FILTERS:
            raise RuleBroken(
                "Line {line} of the template uses {filter}, which there is not. Those there are: {known}.",
                line=node.lineno,
                filter=node.name,
                known=sorted(_FILTERS),
            )
        for child in node.iter_child_nodes():
            self.visit(child, known, depth)

    def _type(self, node: nodes.Node, known: Known) -> object:
        """Return what an expression stands for; RuleBroken where the letter has no such field."""
        match node:
            case nodes.Name(name=name):
                if name not in known:
                    raise _unknown(node, name, sorted(known))
                return known[name]
            case nodes.Getattr(node=owner, attr=attr):
                return self._attribute(node, self._type(owner, known), attr)
            case nodes.Getitem(node=owner):
                return _element(self._type(owner, known))
            case _:
                self.visit(node, known, 0)
                return None

    def _attribute(self, node: nodes.Node, owner: object, name: str) -> object:
        if owner is _LOOP:
            fields: Mapping[str, object] = dict.fromkeys(_LOOP)
        elif isinstance(owner, type) and is_dataclass(owner):
            fields = _fields(owner)
        elif get_origin(owner) is not None and issubclass(get_origin(owner) or object, Mapping):
            return get_args(owner)[1]
        else:
            fields = _fields(owner) if isinstance(owner, type) else {}
        if name not in fields:
            raise _unknown(node, name, sorted(fields))
        return fields[name]


def _forbidden(node: nodes.Node) -> RuleBroken:
    return RuleBroken(
        "Line {line} of the template does what no template of a letter may ({what}). It may print fields, "
        "choose with if, and go through lists with for.",
        line=node.lineno,
        what=type(node).__name__.lower(),
    )


def _no_part(node: nodes.Node, known: list[str]) -> RuleBroken:
    return RuleBroken(
        "Line {line} of the template takes in a part that there is not. Those there are: {known}.",
        line=node.lineno,
        known=known,
    )


def _unknown(node: nodes.Node, name: str, fields: list[str]) -> RuleBroken:
    return RuleBroken(
        "Line {line} of the template names {name}, which the letter does not have there. What it has: {fields}.",
        line=node.lineno,
        name=name,
        fields=fields or ["-"],
    )


@cache
def _fields(kind: type) -> Mapping[str, object]:
    """Return what may be printed of a thing: its fields, and what it works out of them, by their types."""
    found: dict[str, object] = dict(get_type_hints(kind)) if is_dataclass(kind) else {}
    if issubclass(kind, Enum):
        found["value"] = str
    for parent in kind.__mro__:
        for name, value in vars(parent).items():
            if isinstance(value, property) and not name.startswith("_") and value.fget is not None:
                found.setdefault(name, get_type_hints(value.fget).get("return"))
    return {name: _plain(one) for name, one in found.items() if not name.startswith("_")}


def _plain(kind: Any) -> object:  # noqa: ANN401 (what a type hint is)
    """Return the kind of a field without None."""
    arguments = [one for one in get_args(kind) if one is not type(None)]
    if len(arguments) == 1 and type(None) in get_args(kind):
        return arguments[0]
    return kind


def _element(kind: object) -> object:
    """Return the kind of what a list holds, None where it is no list."""
    arguments = get_args(kind)
    return _plain(arguments[-1] if arguments and arguments[-1] is not Ellipsis else arguments[0]) if arguments else None
