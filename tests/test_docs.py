import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml import ElementTree

from tools import draw_states, state_table
from workflow.rules.states import OPEN, TABLE, Role, State, Step

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
SVG = "{http://www.w3.org/2000/svg}"


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def fences(path: Path) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", text_of(path), re.MULTILINE | re.DOTALL)


def prose(path: Path) -> str:
    return re.sub(r"^```.*?^```", "", text_of(path), flags=re.MULTILINE | re.DOTALL)


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of each line of the tables of a page, without their heads."""
    for line in text_of(path).splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_drawing_is_what_the_table_gives() -> None:
    assert draw_states.outdated() == []


def test_the_drawing_has_an_arrow_for_every_way_out_of_a_state() -> None:
    drawn = ElementTree.fromstring(draw_states.svg()).findall(f"{SVG}polyline")
    ways = {(row.source, row.to) for row in TABLE if row.to is not row.source and row.step is not Step.WITHDRAW}
    assert len(drawn) == len(ways) + 1
    assert {row.source for row in TABLE if row.step is Step.WITHDRAW} == OPEN


def test_the_drawing_names_every_step_and_state() -> None:
    words = " ".join(ElementTree.fromstring(draw_states.svg()).itertext())
    assert [name for name in (*State, *Step) if not re.search(rf"\b{name}\b", words)] == []


def test_a_new_line_of_the_table_is_drawn_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(row for row in TABLE if row.step is Step.REVIEW)
    longer = (*TABLE, replace(row, source=State.LAPSED, to=State.WITHDRAWN))
    before = draw_states.svg().count("<polyline"), state_table.page()
    monkeypatch.setattr(draw_states, "TABLE", longer)
    monkeypatch.setattr(state_table, "TABLE", longer)
    assert draw_states.svg().count("<polyline") == before[0] + 1
    assert state_table.page() != before[1]


def test_every_state_step_and_role_has_a_chinese_name() -> None:
    assert [word for word in (*State, *Step, *Role) if state_table.CHINESE(word) == word] == []


def test_every_step_is_a_line_of_the_page() -> None:
    told = {cells[0].strip("`") for cells in rows(DOCS / "states.md")}
    assert set(Step) <= told


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose(page))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_begins_with_run_and_test(readme: Path) -> None:
    first = fences(readme)[0]
    assert "make run" in first
    assert "make test" in first
    assert "docs/states.svg" in text_of(readme)


def test_the_readmes_are_twins() -> None:
    english, chinese = READMES
    levels = [re.findall(r"^(#+) ", prose(readme), re.MULTILINE) for readme in READMES]
    assert levels[0] == levels[1]
    commands = [[re.sub(r"\s*#.*", "", block) for block in fences(readme)] for readme in READMES]
    assert commands[0] == commands[1]
    assert english.name in text_of(chinese)
    assert chinese.name in text_of(english)


def test_make_prints_every_target_that_the_pages_name() -> None:
    makefile = text_of(ROOT / "Makefile")
    told = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    named = {target for page in PAGES for target in re.findall(r"`?make ([a-z][a-z-]*)\b", code_of(page))}
    assert named <= told


def code_of(page: Path) -> str:
    """What a page sets as code, in a line or in a block."""
    text = text_of(page)
    return "\n".join([*code(prose(page)), *re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)])


def test_every_decision_is_in_the_list() -> None:
    listed = re.findall(r"\]\(([0-9]{4}-[a-z0-9-]+\.md)\)", text_of(DOCS / "decisions" / "README.md"))
    assert listed == [page.name for page in DECISIONS]


def test_decisions_are_numbered_in_a_row() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_words_of_the_glossary_are_words_of_the_code() -> None:
    packages = [path for name in ("workflow", "letters") for path in (ROOT / name).rglob("*.py")]
    source = "\n".join(text_of(path) for path in packages)
    words = {word for cells in rows(DOCS / "glossary.md") for word in code(cells[1])}
    assert len(words) > 50
    assert sorted(word for word in words if word not in source) == []


def test_every_open_point_is_where_the_page_says() -> None:
    for cells in rows(DOCS / "open-points.md"):
        named = code(cells[1])
        places = [ROOT / name for name in named if (ROOT / name).is_file()]
        said = "\n".join(text_of(place) for place in places)
        assert all(name in said for name in named if ROOT / name not in places), cells[0]


def test_what_the_code_calls_unverified_is_an_open_point() -> None:
    told = text_of(DOCS / "open-points.md")
    marked = [
        path
        for path in [*(ROOT / "workflow").rglob("*.py"), *(ROOT / "letters").rglob("*.py")]
        if re.search(r"^[A-Z_]+ = .*UNVERIFIED|note=\"UNVERIFIED|\"UNVERIFIED: ", text_of(path), re.MULTILINE)
    ]
    assert marked
    assert [str(path) for path in marked if path.relative_to(ROOT).as_posix() not in told] == []


def test_the_version_has_its_changes() -> None:
    version = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["version"]
    assert f"\n## {version}\n" in text_of(ROOT / "CHANGELOG.md")
