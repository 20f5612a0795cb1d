"""The words of the remedies clause, composed from `Remedies`; nothing of it is typed into a template."""

from itertools import groupby

from workflow.rules.citations import Citation
from workflow.rules.errors import NotReady
from workflow.rules.remedies import Group, Part, Remedies, Route

_COURT = "有管辖权的人民法院"
_PARTS = {Part.WHOLE: "", Part.WITHHELD: "中不予公开的部分", Part.GIVEN: "的其他部分"}


def clause(remedies: Remedies, document: str = "本答复书") -> tuple[str, ...]:
    """Return the clause as paragraphs, one for each route; empty when the letter carries none.

    Args:
        remedies: What the law asks the letter to name.
        document: How the letter calls itself: 本答复书, 本告知书.

    Raises:
        NotReady: There is a remedy, but nobody is known who hears it.

    """
    if not remedies.groups:
        return ()
    if not remedies.bodies:
        raise NotReady(
            "The remedies clause has nobody to name: no reconsideration body is known for the agency on that day. "
            "Enter it in the profile of the agency."
        )
    paragraphs = [_paragraph(group, remedies, document) for group in remedies.groups]
    if remedies.online_channel:
        paragraphs.append(f"通过互联网申请行政复议的，可以登录{remedies.online_channel}提交行政复议申请书。")
    return tuple(paragraphs)


def _paragraph(group: Group, remedies: Remedies, document: str) -> str:
    bodies = "或者".join(remedies.bodies)
    what = _what(group, remedies, document)
    within = f"自收到{document}之日起{remedies.regime.review_days}日内"
    if group.route is Route.FIRST:
        order = _ordered_by(remedies.regime.first_citations)
        return f"对{what}不服的，{order}应当{within}先向{bodies}申请行政复议；{_after_review(remedies)}。"
    suit = f"自收到{document}之日起{remedies.regime.suit_months}个月内直接向{_COURT}提起行政诉讼"
    text = f"对{what}不服的，可以{within}向{bodies}申请行政复议，也可以{suit}"
    return f"{text}；{_after_review(remedies)}。" if remedies.heard_by_itself else f"{text}。"


def _ordered_by(citations: tuple[Citation, ...]) -> str:
    return f"依照{citations[0]}的规定，" if citations else ""


def _after_review(remedies: Remedies) -> str:
    days = remedies.regime.suit_days_after_review
    text = f"对行政复议决定仍不服的，可以自收到行政复议决定书之日起{days}日内向{_COURT}提起行政诉讼"
    if remedies.heard_by_itself:
        text += "，也可以向国务院申请裁决，国务院作出的裁决为最终裁决"
    return text


def _what(group: Group, remedies: Remedies, document: str) -> str:
    """Name what the group is about: the letter, a part of its only item, or its items by number."""
    everything = len(remedies.groups) == 1 and len(group.scopes) in {0, len(remedies.numbers)}
    if everything and all(scope.part is Part.WHOLE for scope in group.scopes):
        return document
    if len(remedies.numbers) == 1:
        return document + _PARTS[group.scopes[0].part]
    by_part = ([scope.number for scope in group.scopes if scope.part is part] for part in Part)
    return document + "，以及".join(
        _numbered(numbers) + _PARTS[part] for part, numbers in zip(Part, by_part, strict=True) if numbers
    )


def _numbered(numbers: list[int]) -> str:
    """Return 第1项、第3项至第5项; three or more in a row are a span."""
    runs = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return "、".join(_span([number for _, number in run]) for _, run in runs)


def _span(run: list[int]) -> str:
    if len(run) > 2:  # noqa: PLR2004 - two are named one by one
        return f"第{run[0]}项至第{run[-1]}项"
    return "、".join(f"第{number}项" for number in run)
