"""How long information waits after a third party was told that it will be disclosed (决定公开后的等待期间).

Source:
    政府信息公开条例 (2019), Art. 32; (2008), Art. 23: the third party is told in writing. Neither says when the release
    may follow.
"""

from collections.abc import Mapping

from workflow.rules.errors import BadInput

RELEASE_GAP = 10
"""Working days from the third party's receipt of the decision to the release. UNVERIFIED: no text sets a gap; a court
author asks for a reasonable one, in which the third party can still go to reconsideration or court."""

SETTING = "release_gap"
_LONGEST = 3  # Digits of a period.


def release_gap(settings: Mapping[str, str]) -> int:
    """Return how many working days the agency leaves, by its setting `release_gap` or as is usual.

    Raises:
        BadInput: The setting is no whole number of at least 1.

    """
    value = settings.get(SETTING, "")
    if not value:
        return RELEASE_GAP
    if not (value.isascii() and value.isdecimal() and len(value) <= _LONGEST and int(value) > 0):
        raise BadInput("The setting {name} is {value}. Enter a whole number of at least 1.", name=SETTING, value=value)
    return int(value)
