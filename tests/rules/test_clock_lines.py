import json
from pathlib import Path

import pytest

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import build
from workflow.rules.clock import ClockRefused, read
from workflow.rules.clock_lines import answer, parse_request, refusal
from workflow.rules.errors import BadInput, CaseworkError

CALENDAR = build(shipped_notices())
VECTORS = [json.loads(line) for line in Path("tests/data/clock-vectors.jsonl").read_text(encoding="utf-8").splitlines()]


def test_there_are_168_vectors() -> None:
    assert len(VECTORS) == 168


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["in"]["id"] for vector in VECTORS])
def test_vector(vector: dict[str, dict[str, object]]) -> None:
    try:
        request = parse_request(vector["in"])
        said = answer(request.id, read(request.events, CALENDAR, request.as_of))
    except ClockRefused as error:
        said = refusal(vector["in"], error)
    if "error" in vector["out"]:
        assert said["id"] == vector["out"]["id"]
        assert said["error"]
    else:
        assert said == vector["out"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (["received"], 'A JSON object with "id", "as_of" and "events" is wanted.'),
        ({"as_of": "2025-03-03"}, '"events" is missing or no list'),
        ({"as_of": "20250303", "events": []}, "as_of is missing or no day"),
        ({"as_of": "2025-W10-1", "events": []}, "as_of is missing or no day"),
        ({"as_of": "2025-02-29", "events": []}, "as_of is missing or no day"),
        ({"as_of": "2025-03-03", "events": [3]}, r"events\[0\] is no JSON object"),
        ({"as_of": "2025-03-03", "events": [{"type": "received"}]}, r"events\[0\]\.on is missing or no day"),
        ({"as_of": "2025-03-03", "events": [{"type": "sent", "on": "2025-03-03"}]}, "sent on 2025-03-03 is refused"),
        ({"as_of": "2025-03-03", "events": [{"type": [], "on": "2025-03-03"}]}, "there is no such event"),
        (
            {"as_of": "2025-03-03", "events": [{"type": "extended", "on": "2025-03-03", "days": True}]},
            r"events\[0\]\.days is missing or no whole number",
        ),
        (
            {"as_of": "2025-03-03", "events": [{"type": "consultation_started", "on": "2025-03-03", "ref": "A"}]},
            r"events\[0\]\.party is missing or no party",
        ),
        (
            {"as_of": "2025-03-03", "events": [{"type": "consultation_answered", "on": "2025-03-03", "ref": 1}]},
            r"events\[0\]\.ref is missing or no text",
        ),
        ({"as_of": "2025-03-03", "events": [{"type": "delay_set", "on": "2025-03-03"}]}, r"events\[0\]\.until"),
    ],
)
def test_a_line_that_cannot_be_read(line: object, says: str) -> None:
    with pytest.raises(CaseworkError, match=says) as caught:
        parse_request(line)
    assert isinstance(caught.value, BadInput | ClockRefused)
    assert refusal(line, caught.value) == {"id": None, "error": str(caught.value)}
