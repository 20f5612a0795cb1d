"""Draw the state table: docs/states.svg, and docs/states.md with every step, its roles and its conditions.

Arrows and their names come from the table alone; this module only knows where a box stands and which way an arrow
bends. A step that is new in the table is drawn as a straight line until it is given a way of its own.
"""

import sys
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from tools.state_table import page
from workflow.language import translator
from workflow.rules.states import OPEN, TABLE, State, Step

CHINESE = translator("zh_CN")
DOCS = Path(__file__).parent.parent / "docs"
WIDTH, HEIGHT = 1190, 735
FONT = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
INK, GREY, OPEN_FILL, ENDED_FILL, FRAME_FILL = "#1f2933", "#5b6773", "#e3eefb", "#eceff2", "#f7fafd"

Point = tuple[float, float]

# Middle of the upper edge of each box, its width and its height.
PLACES: dict[State, tuple[float, float, float, float]] = {
    State.LAPSED: (288, 22, 150, 52),
    State.CORRECTING: (165, 148, 150, 52),
    State.AWAITING_PAYMENT: (410, 148, 184, 70),
    State.RECEIVED: (165, 325, 150, 52),
    State.REVIEWED: (410, 325, 170, 146),
    State.SECRECY_CHECK: (650, 325, 150, 70),
    State.DECIDED: (875, 325, 150, 70),
    State.REPLIED: (1100, 325, 150, 52),
    State.WITHDRAWN: (165, 605, 150, 52),
}
FRAME = (22.0, 118.0, 948.0, 432.0)  # Around the open states: left, top, width, height.

# The way of an arrow, and where its name stands with its anchor.
WAYS: dict[tuple[State, State], tuple[tuple[Point, ...], Point, str]] = {
    (State.RECEIVED, State.REVIEWED): (((240, 351), (325, 351)), (282, 339), "middle"),
    (State.RECEIVED, State.CORRECTING): (((145, 325), (145, 200)), (138, 262), "end"),
    (State.CORRECTING, State.RECEIVED): (((185, 200), (185, 325)), (192, 262), "start"),
    (State.REVIEWED, State.AWAITING_PAYMENT): (((390, 325), (390, 218)), (383, 270), "end"),
    (State.AWAITING_PAYMENT, State.REVIEWED): (((430, 218), (430, 325)), (437, 270), "start"),
    (State.CORRECTING, State.LAPSED): (((165, 148), (165, 48), (213, 48)), (158, 84), "end"),
    (State.AWAITING_PAYMENT, State.LAPSED): (((410, 148), (410, 48), (363, 48)), (417, 84), "start"),
    (State.REVIEWED, State.SECRECY_CHECK): (((495, 351), (575, 351)), (535, 339), "middle"),
    (State.SECRECY_CHECK, State.DECIDED): (((725, 351), (800, 351)), (762, 339), "middle"),
    (State.SECRECY_CHECK, State.REVIEWED): (((650, 395), (650, 432), (495, 432)), (643, 420), "end"),
    (State.DECIDED, State.REVIEWED): (((875, 395), (875, 459), (495, 459)), (868, 447), "end"),
    (State.DECIDED, State.REPLIED): (((950, 351), (1025, 351)), (996, 339), "middle"),
    (State.REPLIED, State.REVIEWED): (((1100, 377), (1100, 515), (410, 515), (410, 471)), (1093, 503), "end"),
}
FROM_OPEN: dict[State, tuple[tuple[Point, ...], Point, str]] = {
    State.WITHDRAWN: (((165, 550), (165, 605)), (173, 582), "start"),
}


def svg() -> str:
    """Return the drawing."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="14">',
        "<title>Disclosure Desk: states and steps of a request (依申请公开办理流程)</title>",
        _arrowhead(),
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _frame(),
        *_arrows(),
        *(_box(state) for state in State),
        *_legend(),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _arrowhead() -> str:
    return (
        '<defs><marker id="end" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0L10 5L0 10z" fill="{INK}"/></marker></defs>'
    )


def edges() -> dict[tuple[State, State], list[Step]]:
    """Return the steps that lead from one state to another, without those that leave every open state alike."""
    alike = {(step, to) for to, steps in leaving_open().items() for step in steps}
    found: dict[tuple[State, State], list[Step]] = {}
    for row in TABLE:
        if row.to is not row.source and (row.step, row.to) not in alike:
            found.setdefault((row.source, row.to), []).append(row.step)
    return found


def leaving_open() -> dict[State, list[Step]]:
    """Return the steps that lead from every open state to the same one, by that state."""
    sources: dict[tuple[Step, State], set[State]] = {}
    for row in TABLE:
        sources.setdefault((row.step, row.to), set()).add(row.source)
    found: dict[State, list[Step]] = {}
    for (step, to), states in sources.items():
        if states == OPEN:
            found.setdefault(to, []).append(step)
    return found


def staying() -> dict[frozenset[State], list[Step]]:
    """Return the steps after which the state stays, by the states in which they can be taken."""
    sources: dict[Step, set[State]] = {}
    for row in TABLE:
        if row.to is row.source:
            sources.setdefault(row.step, set()).add(row.source)
    found: dict[frozenset[State], list[Step]] = {}
    for step, states in sources.items():
        found.setdefault(frozenset(states), []).append(step)
    return found


def _conditional(step: Step) -> bool:
    return any(row.only_if for row in TABLE if row.step is step)


def _named(step: Step) -> str:
    return f"{step} ◇" if _conditional(step) else str(step)


def _text(at: Point, words: str, *, anchor: str = "middle", size: int = 14, fill: str = INK, weight: str = "") -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    return (
        f'<text x="{at[0]:g}" y="{at[1]:g}" text-anchor="{anchor}" font-size="{size}" fill="{fill}"{bold}>'
        f"{escape(words)}</text>"
    )


def _box(state: State) -> str:
    x, y, width, height = PLACES[state]
    fill = OPEN_FILL if state in OPEN else ENDED_FILL
    own = staying().get(frozenset({state}), [])
    frame = (
        f'<rect x="{x - width / 2:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8" fill="{fill}" '
        f'stroke="{INK}" stroke-width="1.3"/>'
    )
    lines = [
        frame,
        _text((x, y + 22), CHINESE(state), size=16, weight="bold"),
        _text((x, y + 41), str(state), size=12, fill=GREY),
        *(_text((x, y + 60 + 15 * n), f"{_named(step)} {CHINESE(step)}", size=11) for n, step in enumerate(own)),
    ]
    return "\n".join(lines)


def _arrows() -> Iterator[str]:
    for pair, steps in edges().items():
        yield from _arrow(*WAYS.get(pair, _straight(*pair)), steps)
    for to, steps in leaving_open().items():
        x, y, *_ = PLACES[to]
        left, top, width, height = FRAME
        straight: Point = (left + width / 2, top + height)
        yield from _arrow(*FROM_OPEN.get(to, ((straight, (x, y)), straight, "start")), steps)


def _straight(source: State, to: State) -> tuple[tuple[Point, ...], Point, str]:
    """Return the way of an arrow that nobody gave one."""
    (x1, y1, _, height1), (x2, y2, _, height2) = PLACES[source], PLACES[to]
    start, end = (x1, y1 + height1 / 2), (x2, y2 + height2 / 2)
    return (start, end), ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), "middle"


def _arrow(way: tuple[Point, ...], at: Point, anchor: str, steps: Iterable[Step]) -> Iterator[str]:
    points = " ".join(f"{x:g},{y:g}" for x, y in way)
    yield f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="1.3" marker-end="url(#end)"/>'
    for number, step in enumerate(steps):
        x, y = at[0], at[1] - 32 * number
        yield _text((x, y - 8), CHINESE(step), anchor=anchor, size=13)
        yield _text((x, y + 6), _named(step), anchor=anchor, size=11, fill=GREY)


def _frame() -> str:
    left, top, width, height = FRAME
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="14" fill="{FRAME_FILL}" '
        f'stroke="{GREY}" stroke-dasharray="6 5"/>\n'
        + _text((left + width - 14, top + 24), "在办 open", anchor="end", size=14, fill=GREY)
    )


def _legend() -> Iterator[str]:
    """Yield what the arrows leave out: steps that many states share and that move none of them."""
    y = 588.0
    for states, steps in staying().items():
        if len(states) == 1:
            continue
        yield _text((300, y), f"{_where(states)}:", anchor="start", size=12, weight="bold")
        for line in _wrapped([f"{_named(step)} {CHINESE(step)}" for step in steps], 100):
            y += 18
            yield _text((312, y), line, anchor="start", size=12)
        y += 22
    yield _text(
        (300, y), "◇ 附条件的步骤，见 states.md  has conditions, see states.md", anchor="start", size=12, fill=GREY
    )


def _where(states: frozenset[State]) -> str:
    if states == frozenset(State):
        return "任何状态均可 in every state"
    if states == OPEN:
        return "在办期间均可 in every open state"
    named = [state for state in State if state in states]
    return f"{'、'.join(CHINESE(state) for state in named)}期间均可 in {', '.join(named)}"


def _wrapped(words: Iterable[str], most: int) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line}　{word}" if line else word
        if line and len(longer) > most:
            yield line
            longer = word
        line = longer
    yield line


def outdated() -> list[str]:
    """Return the names of the committed files that are not what the table gives now."""
    wanted = {"states.svg": svg(), "states.md": page()}
    present = {name: (DOCS / name) for name in wanted}
    return [
        name for name, text in wanted.items() if not present[name].exists() or present[name].read_text("utf-8") != text
    ]


def main() -> None:
    """Write the files, or with --check say which are out of date."""
    if sys.argv[1:] == ["--check"]:
        old = outdated()
        if old:
            sys.exit(f"docs/{', docs/'.join(old)}: not what the state table gives. Run: make drawings")
        print("The drawings of the states are up to date.")
        return
    (DOCS / "states.svg").write_text(svg(), "utf-8")
    (DOCS / "states.md").write_text(page(), "utf-8")
    print("Wrote docs/states.svg and docs/states.md.")


if __name__ == "__main__":
    main()
