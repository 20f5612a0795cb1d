"""Who asked stays out of what others read."""

from collections.abc import Iterable

from workflow.actions.writing.common import applicants
from workflow.rules.errors import RuleBroken
from workflow.store.dossier import Dossier


def anonymous(papers: Dossier, texts: Iterable[str], key: str) -> None:
    """Refuse texts in which somebody of the applicant's side is named.

    Args:
        papers: The case.
        texts: What somebody else would read.
        key: Under which it can be told without the name.

    Raises:
        RuleBroken: A text holds the name.
    """
    names, texts = applicants(papers), list(texts)
    if any(name in text for name in names for text in texts):
        raise RuleBroken(
            "What the document would say as {key} names the applicant, whom its reader must not learn. Give {key} "
            "without the name; what is on record with the name has to be voided and entered anew.",
            key=key,
        )
