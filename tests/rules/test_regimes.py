from datetime import date

import pytest

from workflow.rules.clock_events import Party
from workflow.rules.regimes import CN_2008, CN_2019, REGIMES, Regime, regime_on


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        (date(2008, 1, 1), CN_2008),
        (date(2008, 5, 1), CN_2008),
        (date(2019, 5, 14), CN_2008),
        (date(2019, 5, 15), CN_2019),
        (date(2030, 1, 1), CN_2019),
    ],
)
def test_the_start_decides_the_regime(day: date, regime: Regime) -> None:
    assert regime_on(day) is regime


def test_periods_of_2008_article_24() -> None:
    assert (CN_2008.reply_period, CN_2008.max_extension) == (15, 15)
    assert CN_2008.correction_notice_period is None
    assert CN_2008.payment_period is None
    assert CN_2008.pausing == {Party.THIRD_PARTY}
    assert [CN_2008.answer_period(party) for party in Party] == [None, None, None]


def test_periods_of_2019_articles_30_to_34() -> None:
    assert (CN_2019.reply_period, CN_2019.max_extension) == (20, 20)
    assert (CN_2019.correction_notice_period, CN_2019.payment_period) == (7, 20)
    assert CN_2019.pausing == set(Party)
    assert [CN_2019.answer_period(party) for party in (Party.THIRD_PARTY, Party.CO_PRODUCER)] == [15, 15]
    assert CN_2019.answer_period(Party.AGENCY) is None


def test_articles_are_cited_in_full() -> None:
    assert CN_2019.articles["extension"] == "《中华人民共和国政府信息公开条例》第三十三条第二款"
    assert CN_2008.articles["extension"] == "《中华人民共和国政府信息公开条例》第二十四条第二款"
    assert "co_producer" not in CN_2008.articles


def test_the_two_texts_bear_the_same_title_and_different_orders() -> None:
    assert CN_2008.law.endswith("（国务院令第492号）")
    assert CN_2019.law.endswith("（国务院令第711号）")
    assert list(REGIMES) == ["CN-2008", "CN-2019"]
