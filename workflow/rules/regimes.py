"""CN-2008 and CN-2019: periods and articles of the two texts of the Regulations (政府信息公开条例), chosen by date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from workflow.rules.clock_events import Party

LAW = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """The law in force on a day, as far as the clock asks. Periods are in working days (工作日).

    Args:
        name: `CN-2008` or `CN-2019`.
        law: Full name of the text with the number of its order.
        in_force_from: First day on which a clock that starts follows it.
        reply_period: Days for the reply (答复期限).
        max_extension: Most that an extension may add (延长答复的期限).
        correction_notice_period: Days for asking for a correction (补正告知); None where the text names none.
        third_party_period: Days a third party has from its receipt of the letter; None: its silence closes nothing.
        co_producer_period: The same for an agency that produced the record jointly (共同制作).
        payment_period: Days for paying the processing fee (信息处理费); None where there is no such fee.
        pausing: Parties whose consultation is left out of the period.
        reasons: Whether reasons may be asked for and a delay be set (Art. 35).
        articles: Topic -> citation in Chinese. A topic the text does not regulate is absent.

    """

    name: str
    law: str
    in_force_from: date
    reply_period: int
    max_extension: int
    correction_notice_period: int | None
    third_party_period: int | None
    co_producer_period: int | None
    payment_period: int | None
    pausing: frozenset[Party]
    reasons: bool
    articles: Mapping[str, str]

    def answer_period(self, party: Party) -> int | None:
        """Return how many working days `party` has to answer, after which its silence ends the pause; None if open."""
        if party is Party.THIRD_PARTY:
            return self.third_party_period
        return self.co_producer_period if party is Party.CO_PRODUCER else None


def _cited(**places: str) -> Mapping[str, str]:
    return MappingProxyType({topic: f"{LAW}{place}" for topic, place in places.items()})


CN_2008 = Regime(
    name="CN-2008",
    law=f"{LAW}（国务院令第492号）",
    in_force_from=date(2008, 5, 1),
    reply_period=15,
    max_extension=15,
    correction_notice_period=None,
    third_party_period=None,
    co_producer_period=None,
    payment_period=None,
    pausing=frozenset({Party.THIRD_PARTY}),
    reasons=False,
    articles=_cited(
        purpose="第十三条",
        request="第二十条",
        secrecy_review="第十四条",
        secrecy_doubt="第十四条",
        not_held="第二十一条第三项",
        correction="第二十一条第四项",
        severance="第二十二条",
        third_party="第二十三条",
        reply_on_the_spot="第二十四条第一款",
        reply_period="第二十四条第二款",
        extension="第二十四条第二款",
        pause="第二十四条第三款",
        own_record="第二十五条第二款",
    ),
)

CN_2019 = Regime(
    name="CN-2019",
    law=f"{LAW}（国务院令第711号）",
    in_force_from=date(2019, 5, 15),
    reply_period=20,
    max_extension=20,
    correction_notice_period=7,
    third_party_period=15,
    co_producer_period=15,
    payment_period=20,
    pausing=frozenset(Party),
    reasons=True,
    articles=_cited(
        agencies="第十一条",
        secrecy_review="第十七条",
        secrecy_doubt="第十七条第三款",
        request="第二十九条",
        correction="第三十条",
        receipt="第三十一条",
        third_party="第三十二条",
        reply_on_the_spot="第三十三条第一款",
        reply_period="第三十三条第二款",
        extension="第三十三条第二款",
        pause="第三十三条第三款",
        co_producer="第三十四条",
        excessive="第三十五条",
        not_held="第三十六条第四项",
        severance="第三十七条",
        own_record="第四十一条",
        fee="第四十二条",
    ),
)

REGIMES: Mapping[str, Regime] = MappingProxyType({regime.name: regime for regime in (CN_2008, CN_2019)})


def regime_on(day: date) -> Regime:
    """Return the regime of a clock that starts, or starts again, on `day`.

    The revision has no transitional article (Art. 56 only sets the day); the effective start decides, see
    `docs/decisions/0003-clock-semantics.md`. Days before May 2008 follow the first text.
    """
    return CN_2008 if day < CN_2019.in_force_from else CN_2019
