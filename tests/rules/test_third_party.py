"""The wait between telling a third party and the release; Art. 32 sets none, so an office may."""

import pytest

from workflow.rules.errors import BadInput
from workflow.rules.third_party import RELEASE_GAP, release_gap


@pytest.mark.parametrize("settings", [{}, {"release_gap": ""}, {"office": "办公室"}])
def test_the_usual_wait(settings: dict[str, str]) -> None:
    assert release_gap(settings) == RELEASE_GAP == 10


def test_an_office_sets_its_own() -> None:
    assert release_gap({"release_gap": "15"}) == 15


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "十", "１５", "1000", "soon", " 5"])
def test_what_is_no_period_of_at_least_a_day(value: str) -> None:
    with pytest.raises(BadInput, match="release_gap"):
        release_gap({"release_gap": value})
