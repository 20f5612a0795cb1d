"""An agency's own text of a letter: kept as a version, used from a day on, for those below as well."""

from datetime import date

import pytest
from factories import Office, at
from ledgers import assert_verified
from signing import furnished, text, write

from workflow.actions.agencies import Stamp
from workflow.actions.letter_templates import choose_template, keep_template, tried
from workflow.rules.errors import BadInput, NotFound, NotYours, RuleBroken
from workflow.store.templates import kept_by

OWN = '{% extends "_to_applicant.html.j2" %}{% block matter %}<p>本机关自行修改的回执。</p>{% endblock %}'


@pytest.fixture
def desk(office: Office) -> Office:
    return furnished(office)


def stamp(office: Office, on: str = "2026-03-01", who: str = "admin") -> Stamp:
    return Stamp(office.people[who], date.fromisoformat(on), at(on))


def kept(office: Office, source: str = OWN, **told: str) -> int:
    with office.store.unit() as unit:
        return keep_template(
            unit, stamp(office), office.agency_id, letter="receipt", source=source, note="更短", **told
        )


def chosen(office: Office, version: int, from_on: str, on: str = "2026-03-01") -> None:
    with office.store.unit() as unit:
        day = date.fromisoformat(from_on)
        choose_template(unit, stamp(office, on), office.agency_id, letter="receipt", version=version, from_on=day)


def test_letters_of_the_day_and_later_have_the_changed_text(desk: Office) -> None:
    assert kept(desk) == 1
    chosen(desk, 1, "2026-03-03")
    old = write(desk, desk.register(), "receipt", "2026-03-02")
    new = write(desk, desk.register("2026-03-03"), "receipt", "2026-03-03")
    assert "本机关自行修改的回执。" not in text(desk, old)
    assert "本机关自行修改的回执。" in text(desk, new)
    chosen(desk, 0, "2026-03-05")
    assert "自行修改" not in text(desk, write(desk, desk.register("2026-03-05"), "receipt", "2026-03-05"))
    assert "本机关自行修改的回执。" in text(desk, new)
    assert_verified(desk.store)


def test_a_version_never_changes_and_is_not_used_until_it_is_chosen(desk: Office) -> None:
    assert (kept(desk), kept(desk, OWN.replace("修改", "改写"))) == (1, 2)
    case = write(desk, desk.register(), "receipt", "2026-03-02")
    assert "自行" not in text(desk, case)
    with desk.store.reading() as connection:
        found = kept_by(connection, desk.agency_id)
    assert [(one.letter, one.version, one.note, one.from_on) for one in found] == [
        ("receipt", 1, "更短", []),
        ("receipt", 2, "更短", []),
    ]


def test_every_sample_is_tried_before_a_text_is_kept(desk: Office) -> None:
    assert set(tried("receipt", OWN)) >= {"receipt"}
    for source, said in (("{{ letter.fax }}", "names fax"), ("{{ range(9) }}", "(call)"), ("<p>第一条</p>", "第一条")):
        with pytest.raises(RuleBroken) as refusal:
            kept(desk, source)
        assert said in str(refusal.value)
    with pytest.raises(BadInput, match="no part of a letter"):
        kept(desk, "<table></table>")
    with desk.store.reading() as connection:
        assert kept_by(connection, desk.agency_id) == []


def test_who_does_not_administer_changes_no_text(desk: Office) -> None:
    with desk.store.unit() as unit, pytest.raises(NotYours):
        keep_template(unit, stamp(desk, who="caseworker"), desk.agency_id, letter="receipt", source=OWN, note="x")


def test_what_is_not_there_cannot_be_chosen(desk: Office) -> None:
    with pytest.raises(NotFound, match="no version 4"):
        chosen(desk, 4, "2026-03-03")
    with pytest.raises(RuleBroken, match="is over"):
        chosen(desk, 0, "2026-02-03")
    with desk.store.unit() as unit, pytest.raises(NotFound, match="no letter nothing"):
        keep_template(unit, stamp(desk), desk.agency_id, letter="nothing", source=OWN, note="x")
