"""What an agency set that its letters follow: the bodies above it, and its choices where the law is open."""

from collections.abc import Mapping

import msgspec

from letters.looks import PLAIN, Look
from letters.looks import Profile as Layout
from workflow.actions.texts import one_of
from workflow.rules.agencies import AgencyKind, Profile, ReconsiderationBody
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome
from workflow.rules.remedy_policy import GoverningDay, RemedyPolicy, Route
from workflow.store.people import AgencyRow

LOOK = "look"
_ROUTES = {"either": Route.EITHER, "first": Route.FIRST, "none": Route.NONE}


def profile_of(agency: AgencyRow) -> Profile:
    """Return what the remedies are computed from: the agency's kind and the bodies above it, from its settings."""
    settings = agency.settings
    bodies = msgspec.json.decode(settings.get("bodies", "[]"), type=list[ReconsiderationBody])
    return Profile(
        agency.name,
        AgencyKind(agency.kind),
        government=settings.get("government", ""),
        superior=settings.get("superior", ""),
        higher_government=settings.get("higher_government", ""),
        bodies=tuple(bodies),
        acts_for=settings.get("acts_for", ""),
    )


def look_of(settings: Mapping[str, str]) -> Look:
    """Return what an agency's letters look like, from its setting `look`.

    Raises:
        BadInput: It is no look, or asks for what its layout has no place for.
    """
    text = settings.get(LOOK, "")
    if not text:
        return PLAIN
    try:
        told = msgspec.json.decode(text, type=_Look)
    except msgspec.DecodeError as error:
        raise BadInput(
            "The setting {name} is no look of letters ({cause}). Write it as JSON, such as {example}.",
            name=LOOK,
            cause=str(error)[:120],
            example='{"profile": "letter", "letterhead": "甲县生态环境局", "seal": true}',
        ) from error
    look = Look(**msgspec.structs.asdict(told))
    look.check()
    return look


class _Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A look as it is set; the day of printing is that of the letter."""

    profile: Layout = Layout.PLAIN
    letterhead: str = ""
    seal: bool = False
    seal_mm: float = PLAIN.seal_mm
    copies_to: tuple[str, ...] = ()
    print_office: str = ""


def remedy_policy(settings: Mapping[str, str]) -> RemedyPolicy:
    """Return the agency's choices about remedies.

    They are `remedy_admin_query`, `remedy_petition`, `remedy_publication`, `remedy_inquiry`, `remedy_disputed` (codes
    of outcomes) and `remedy_governing_day`.

    Raises:
        BadInput: A setting has a value that it cannot have; the message names those it can.
    """
    disputed = settings.get("remedy_disputed", "").split()
    for code in disputed:
        one_of(code, tuple(Outcome), "remedy_disputed")
    return RemedyPolicy(
        admin_query=_route(settings, "remedy_admin_query", ("either", "first")),
        petition=_route(settings, "remedy_petition", ("either", "none")),
        publication=_route(settings, "remedy_publication", ("either", "none")),
        inquiry=_route(settings, "remedy_inquiry", ("either", "none")),
        first_while_disputed=frozenset(map(Outcome, disputed)),
        governing_day=GoverningDay(
            one_of(settings.get("remedy_governing_day", "decided"), tuple(GoverningDay), "remedy_governing_day")
        ),
    )


def _route(settings: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> Route:
    return _ROUTES[one_of(settings.get(name, "either"), allowed, name)]
