"""What an agency set about the words of its letters: the titles of its replies, and how it addresses people."""

from collections.abc import Mapping

from letters.titles import TitleStyle
from workflow.actions.texts import one_of
from workflow.rules.errors import BadInput

PERSONS, ORGANISATIONS = ("您", "你"), ("你单位", "贵单位")


def title_style(settings: Mapping[str, str]) -> TitleStyle:
    """Return how the agency names its replies (`title_style`: `single`, `by_outcome`); BadInput for anything else."""
    return TitleStyle(one_of(settings.get("title_style", TitleStyle.SINGLE), tuple(TitleStyle), "title_style"))


def salutation(settings: Mapping[str, str]) -> tuple[str, str]:
    """Return how letters address a person and an organisation.

    The setting `salutation` is 您 or 你, 你单位 or 贵单位, or one of each with a blank between.

    Raises:
        BadInput: It holds another word, or two for the same.
    """
    words = settings.get("salutation", "").split()
    for word in words:
        one_of(word, (*PERSONS, *ORGANISATIONS), "salutation")
    person, organisation = ([word for word in words if word in known] for known in (PERSONS, ORGANISATIONS))
    if len(person) > 1 or len(organisation) > 1:
        raise BadInput(
            "The setting salutation is {words}, two words for the same. Give one for a person and one for an "
            "organisation.",
            words=" ".join(words),
        )
    return (*person, PERSONS[0])[0], (*organisation, ORGANISATIONS[0])[0]
