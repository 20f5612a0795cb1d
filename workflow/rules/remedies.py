"""Which remedies (救济途径) a letter must name: to whom, in what order, in what time; by the day of the decision.

Withholding under Arts. 14–16 goes to reconsideration first (复议前置, RF) from 2024; everything else leaves the choice
(ALT). The statistical row of an outcome plays no part. The words are made in `remedy_clause`.

Source:
    行政复议法 (2023), Arts. 20, 22–28, 34; (1999), Arts. 9, 12–15. 法释〔2025〕8号, Art. 1.
    国办函〔2021〕132号, Art. 3: procedural letters cannot be challenged on their own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.rules.agencies import REFORM, Profile, addressees, hears_itself
from workflow.rules.citations import Citation
from workflow.rules.errors import RuleBroken
from workflow.rules.outcomes import AnswerForm, Outcome, RemedyClass
from workflow.rules.remedy_policy import DEFAULT_POLICY, GoverningDay, RemedyPolicy, Route, Warn
from workflow.rules.remedy_regimes import Regime, remedy_regime_on

__all__ = [
    "DecidedItem",
    "Effect",
    "GoverningDay",
    "Group",
    "Part",
    "Recipient",
    "Remedies",
    "RemedyPolicy",
    "Route",
    "Scope",
    "Warn",
    "remedies",
]


class Effect(StrEnum):
    """What a letter does, as far as remedies go."""

    REPLY = "reply"
    """Decides item by item."""
    CLOSING = "closing"
    """Decides as a whole: ends the case, refuses a correction, tells a third party of a disclosure."""
    PROCEDURAL = "procedural"
    """A step on the way, or a record."""


class Recipient(StrEnum):
    """To whom the letter goes; a third party attacks a disclosure, so it never has to go to reconsideration first."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"


class Part(StrEnum):
    """What of an item a route applies to."""

    WHOLE = "whole"
    WITHHELD = "withheld"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """One numbered item of a reply and how it was decided; `form` tells what a C3 in a reply answers."""

    number: int
    outcome: Outcome
    form: AnswerForm | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """An item, or the part of it, that a route applies to."""

    number: int
    part: Part = Part.WHOLE


@dataclass(frozen=True, slots=True)
class Group:
    """The items that go the same way; without scopes, the letter as a whole."""

    route: Route
    scopes: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class Remedies:
    """What the clause of one letter must say.

    Args:
        regime: Rules of the governing day: periods and articles.
        groups: Reconsideration first, then the free choice; empty when the letter carries no clause.
        numbers: All items of the letter, also those without a remedy.
        bodies: Reconsideration bodies (复议机关); several are a choice.
        heard_by_itself: The agency reviews its own act, and its decision may go to the State Council.
        online_channel: Where to apply online, for a letter served online.
        warnings: For the reviewer; never printed.

    """

    regime: Regime
    groups: tuple[Group, ...]
    numbers: tuple[int, ...] = ()
    bodies: tuple[str, ...] = ()
    heard_by_itself: bool = False
    online_channel: str = ""
    warnings: tuple[Warn, ...] = ()

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes of the clause, reconsideration first before the free choice; empty without a clause."""
        return tuple(group.route for group in self.groups)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The articles the clause rests on, each once."""
        places = [
            place
            for group in self.groups
            for place in (self.regime.first_citations if group.route is Route.FIRST else self.regime.citations)
        ]
        return tuple(dict.fromkeys(places))


def remedies(
    *,
    decided_on: date,
    dispatched_on: date | None,
    items: Sequence[DecidedItem],
    profile: Profile,
    effect: Effect = Effect.REPLY,
    recipient: Recipient = Recipient.APPLICANT,
    served_online: bool = False,
    online_channel: str = "",
    policy: RemedyPolicy = DEFAULT_POLICY,
) -> Remedies:
    """Return the remedies a letter must name, and what a reviewer should look at.

    Args:
        decided_on: Date on the letter (成文日期).
        dispatched_on: Day it is handed to the post or served; None while it is not known.
        items: Every item of a reply; a closing or procedural letter has none.
        profile: Of the agency whose act it is.
        effect: What the letter does.
        recipient: To whom it goes.
        served_online: Whether it is served through the internet.
        online_channel: Where reconsideration can be applied for online.
        policy: What the office set where the law is open.

    Raises:
        RuleBroken: A reply has no items, or the day lies before the Regulations.

    """
    if effect is Effect.REPLY and not items:
        raise RuleBroken("A reply without items decides nothing. Enter every item of the request with its outcome.")
    day = _governing_day(decided_on, dispatched_on, policy)
    regime = remedy_regime_on(day)
    groups = _groups(items, regime, effect, recipient, policy)
    if not groups:
        return Remedies(regime, (), tuple(item.number for item in items))
    bodies = addressees(profile, day)
    channel = online_channel if served_online and regime.review_first else ""
    warnings = [
        *([Warn.STRADDLES] if _straddles(decided_on, dispatched_on) else []),
        *_open_points(items, regime, recipient),
        *_about_bodies(profile, day, bodies),
        *([Warn.NO_ONLINE_CHANNEL] if served_online and regime.review_first and not channel else []),
    ]
    return Remedies(
        regime,
        groups,
        tuple(item.number for item in items),
        bodies,
        hears_itself(profile, day),
        channel,
        tuple(warnings),
    )


def _governing_day(decided_on: date, dispatched_on: date | None, policy: RemedyPolicy) -> date:
    if policy.governing_day is GoverningDay.DISPATCHED and dispatched_on is not None:
        return dispatched_on
    return decided_on


def _straddles(decided_on: date, dispatched_on: date | None) -> bool:
    return dispatched_on is not None and remedy_regime_on(decided_on) is not remedy_regime_on(dispatched_on)


def _groups(
    items: Sequence[DecidedItem], regime: Regime, effect: Effect, recipient: Recipient, policy: RemedyPolicy
) -> tuple[Group, ...]:
    if effect is Effect.PROCEDURAL:
        return ()
    if effect is Effect.CLOSING or recipient is Recipient.THIRD_PARTY:
        return (Group(Route.EITHER),)
    routed = [pair for item in items for pair in _routed(item, regime, policy)]
    groups = (
        Group(route, tuple(scope for scope, taken in routed if taken is route)) for route in (Route.FIRST, Route.EITHER)
    )
    return tuple(group for group in groups if group.scopes)


def _routed(item: DecidedItem, regime: Regime, policy: RemedyPolicy) -> Iterator[tuple[Scope, Route]]:
    if item.outcome.remedy is RemedyClass.PARTLY_WITHHELD and regime.review_first:
        yield Scope(item.number, Part.WITHHELD), Route.FIRST
        yield Scope(item.number, Part.GIVEN), Route.EITHER
    else:
        yield Scope(item.number), _route(item, regime, policy)


def _route(item: DecidedItem, regime: Regime, policy: RemedyPolicy) -> Route:
    """Return the route of an item that is not split."""
    outcome = item.outcome
    if outcome.remedy is RemedyClass.NONE:
        return _of_answer(item.form, policy)
    if outcome in {Outcome.X1, Outcome.X3}:
        return policy.petition if outcome is Outcome.X1 else policy.publication
    if not regime.review_first:
        return Route.EITHER
    if outcome is Outcome.N8:
        return policy.admin_query
    first = outcome.remedy is RemedyClass.WITHHELD or (regime.disputed and outcome in policy.first_while_disputed)
    return Route.FIRST if first else Route.EITHER


def _of_answer(form: AnswerForm | None, policy: RemedyPolicy) -> Route:
    """Return the route of a C3: a withdrawal decides nothing, an answer in a reply does."""
    if form is AnswerForm.INQUIRY:
        return policy.inquiry
    return Route.NONE if form is None else Route.EITHER


def _open_points(items: Sequence[DecidedItem], regime: Regime, recipient: Recipient) -> Iterator[Warn]:
    """Yield what the law leaves open about these outcomes under this regime."""
    outcomes = {item.outcome for item in items} if recipient is Recipient.APPLICANT else set()
    if Outcome.N8 in outcomes and regime.review_first:
        yield Warn.ADMIN_QUERY
    if outcomes & {Outcome.X1, Outcome.X3}:
        yield Warn.ART_39
    if recipient is Recipient.APPLICANT and any(item.form is AnswerForm.INQUIRY for item in items):
        yield Warn.INQUIRY
    if regime.disputed and any(not outcome.given and outcome.remedy is RemedyClass.OTHER for outcome in outcomes):
        yield Warn.DISPUTED_SCOPE
    if regime.name == "R5":
        yield Warn.UNREAD_TEXT


def _about_bodies(profile: Profile, day: date, bodies: Sequence[str]) -> Iterator[Warn]:
    if not bodies:
        yield Warn.NO_BODY
    by_rule = not any(body.valid_on(day) for body in profile.bodies)
    if day < REFORM and by_rule and len(bodies) > 1:
        yield Warn.MERGED_POWERS
