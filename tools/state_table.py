"""The state table as a page: states, steps with roles and conditions, and what each condition says when it objects."""

from collections.abc import Iterator

from workflow.language import translator
from workflow.rules import states
from workflow.rules.states import OPEN, TABLE, Guard, Role, Row, State

CHINESE = translator("zh_CN")
GUARDS = {guard: name for name, guard in vars(states).items() if isinstance(guard, Guard)}

HEAD = """\
<!-- Made by tools/draw_states.py from the table in workflow/rules/states.py: change that, then `make drawings`. -->

# The states of a request

![States and steps](states.svg)

Four things are kept apart: the **state** (who has to act), the **clock** (when; it is derived and never stored as a
state), the **outcome** (how it ended) and whether the reply was **published**. A step that the table below does not
have is refused (`NotAllowed`), as is one by a person without the role (`NotYours`) and one whose condition does not
hold (`NotReady`, or `NotYours` where somebody else has to act). The drafter never reviews or decides the same reply,
unless the agency is set to be an office of one person; such an act is then marked in the record.
"""


def page() -> str:
    """Return the page in Markdown."""
    return "\n".join([HEAD, *_states(), "", *_steps(), "", *_conditions(), ""])


def _states() -> Iterator[str]:
    yield "## States"
    yield ""
    yield "| state | 中文 | open | steps that leave it |"
    yield "|---|---|---|---|"
    for state in State:
        leaving = dict.fromkeys(row.step for row in TABLE if row.source is state and row.to is not state)
        steps = ", ".join(f"`{step}`" for step in leaving) or "—"
        yield f"| `{state}` | {CHINESE(state)} | {'yes' if state in OPEN else 'no'} | {steps} |"


def _steps() -> Iterator[str]:
    yield "## Steps"
    yield ""
    yield "| step | 中文 | from | to | who | only if |"
    yield "|---|---|---|---|---|---|"
    for rows in together():
        first = rows[0]
        who = ", ".join(f"`{role}` {CHINESE(role)}" for role in Role if role in first.by)
        only_if = ", ".join(f"`{GUARDS[guard]}`" for guard in first.only_if) or "—"
        to = "stays" if first.to is first.source else f"`{first.to}`"
        yield f"| `{first.step}` | {CHINESE(first.step)} | {_sources(rows)} | {to} | {who} | {only_if} |"


def together() -> Iterator[list[Row]]:
    """Yield the lines of the table that differ in their source only."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in TABLE:
        stays = row.to is row.source
        groups.setdefault((row.step, None if stays else row.to, row.by, row.only_if), []).append(row)
    yield from groups.values()


def _sources(rows: list[Row]) -> str:
    sources = {row.source for row in rows}
    if sources == set(State):
        return "every state"
    if sources == OPEN:
        return "every open state"
    return ", ".join(f"`{state}`" for state in State if state in sources)


def _conditions() -> Iterator[str]:
    yield "## Conditions"
    yield ""
    yield "What is said when a condition does not hold."
    yield ""
    yield "| condition | objection |"
    yield "|---|---|"
    for guard, name in GUARDS.items():
        yield f"| `{name}` | {guard.objection} |"
