"""Numbers of letters: as the agency writes them, none twice, none skipped, void ones kept."""

import json
from datetime import date
from threading import Thread

import pytest
from factories import Office, at
from signing import GIVEN, drafted, furnished, go, letters, sign, write
from sqlalchemy import select

from workflow.actions.agencies import Stamp, change_agency
from workflow.rules.errors import BadInput, RuleBroken
from workflow.store.letter_register import register_of
from workflow.store.rows import TABLES


def numbered(office: Office, **told: object) -> Office:
    """Let the office number its letters so."""
    return furnished(office, numbers=json.dumps(told, ensure_ascii=False))


def numbers(office: Office) -> list[str]:
    with office.store.reading() as connection:
        return [one.number for one in register_of(connection, office.agency_id, 2026)]


def test_one_series_for_all(office: Office) -> None:
    desk = numbered(office, scope="agency", prefix={"": "甲环公开"})
    sign(desk, drafted(desk, GIVEN))
    write(desk, desk.register(), "receipt", "2026-03-02", entered="2026-03-13")
    assert numbers(desk) == ["甲环公开〔2026〕1号", "甲环公开〔2026〕2号"]


def test_a_number_for_each_request_and_a_suffix_for_each_letter(office: Office) -> None:
    desk = numbered(
        office, scope="case", pattern="甲公开〔{year}〕第{n}号{suffix}", suffix={"reply": "-答", "receipt": "-回"}
    )
    first, second = desk.register(), desk.register()
    first = write(desk, first, "receipt", "2026-03-02")
    second = write(desk, second, "receipt", "2026-03-02")
    write(desk, first, "receipt", "2026-03-02")
    assert numbers(desk) == ["甲公开〔2026〕第1号-回", "甲公开〔2026〕第1号-回之二", "甲公开〔2026〕第2号-回"]


def test_each_kind_has_its_own_count(office: Office) -> None:
    desk = numbered(office, scope="letter", prefix={"receipt": "甲回", "": "甲告"})
    write(desk, desk.register(), "receipt", "2026-03-02")
    sign(desk, drafted(desk, GIVEN))
    assert numbers(desk) == ["甲告〔2026〕1号", "甲回〔2026〕1号"]


def test_a_number_that_was_sent_back_stays_in_the_register(office: Office) -> None:
    desk = numbered(office, scope="agency", prefix={"": "甲"})
    case = sign(desk, drafted(desk, GIVEN))
    go(desk, case, [("send_back", "2026-03-16", {"reason": "错字"})])
    sign(desk, drafted(desk, GIVEN))
    with desk.store.reading() as connection:
        found = [(one.number, one.void) for one in register_of(connection, desk.agency_id, 2026)]
    assert found == [("甲〔2026〕1号", True), ("甲〔2026〕2号", False)]


def test_a_changed_numbering_never_gives_a_number_again(office: Office) -> None:
    desk = numbered(office, scope="agency", prefix={"": "甲"})
    sign(desk, drafted(desk, GIVEN))
    other = numbered(desk, scope="letter", prefix={"": "甲"})
    case = drafted(other, GIVEN)
    with pytest.raises(RuleBroken, match="stands on another letter already"):
        sign(other, case)
    assert len(letters(other, case)) == 0
    sign(numbered(other, scope="letter", prefix={"": "乙"}), case)
    assert sorted(numbers(other)) == ["乙〔2026〕1号", "甲〔2026〕1号"]


def test_a_numbering_that_gives_one_number_twice_is_refused(office: Office) -> None:
    stamp = Stamp(office.people["admin"], date(2026, 1, 5), at("2026-01-05"))
    with office.store.unit() as unit, pytest.raises(BadInput, match="would get the same numbers"):
        change_agency(unit, stamp, office.agency_id, settings={"numbers": '{"prefix": {"": "甲"}}'})


def test_many_at_once_take_neighbouring_numbers(office: Office) -> None:
    desk = numbered(office, scope="agency", prefix={"": "甲"})
    cases = [desk.register() for _ in range(8)]
    threads = [Thread(target=write, args=(desk, case, "receipt", "2026-03-02")) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(desk) == [f"甲〔2026〕{n}号" for n in range(1, 9)]
    with desk.store.reading() as connection:
        last = connection.execute(
            select(TABLES["number_series"].c.last).where(TABLES["number_series"].c.series == "letters")
        )
        assert last.scalar_one() == 8
