from datetime import date

import pytest

from workflow.rules.agencies import AgencyKind, Profile, ReconsiderationBody, addressees, hears_itself

BEFORE = date(2023, 12, 31)
AFTER = date(2024, 1, 1)


def profile(kind: AgencyKind) -> Profile:
    return Profile("甲机关", kind, government="本级政府", superior="上级部门", higher_government="上级政府")


# 行政复议法 (2023), Arts. 24–28; (1999), Arts. 12–15.
@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        (AgencyKind.DEPARTMENT, ("本级政府", "上级部门"), ("本级政府",)),
        (AgencyKind.DISPATCHED_BODY, ("本级政府", "上级部门"), ("本级政府",)),
        (AgencyKind.JUSTICE, ("本级政府", "上级部门"), ("本级政府", "上级部门")),
        (AgencyKind.VERTICAL, ("上级部门",), ("上级部门",)),
        (AgencyKind.TAX, ("上级部门",), ("上级部门",)),
        (AgencyKind.STATE_SECURITY, ("上级部门",), ("上级部门",)),
        (AgencyKind.GOVERNMENT, ("上级政府",), ("上级政府",)),
        (AgencyKind.TOWNSHIP, ("上级政府",), ("上级政府",)),
        (AgencyKind.SUBDISTRICT, ("本级政府",), ("本级政府",)),
        (AgencyKind.AUTHORISED_ORGANISATION, ("本级政府",), ("本级政府",)),
        (AgencyKind.PROVINCE_GOVERNMENT, ("甲机关",), ("甲机关",)),
        (AgencyKind.MINISTRY, ("甲机关",), ("甲机关",)),
        (AgencyKind.OTHER, (), ()),
    ],
)
def test_who_hears_a_reconsideration(kind: AgencyKind, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert addressees(profile(kind), BEFORE) == before
    assert addressees(profile(kind), AFTER) == after


@pytest.mark.parametrize("kind", AgencyKind)
def test_only_a_ministry_and_a_province_review_themselves(kind: AgencyKind) -> None:
    assert hears_itself(profile(kind), AFTER) == (kind in {AgencyKind.MINISTRY, AgencyKind.PROVINCE_GOVERNMENT})


def test_an_organisation_without_a_government_goes_to_the_body_that_manages_it() -> None:
    university = Profile("甲大学", AgencyKind.AUTHORISED_ORGANISATION, superior="教育部")
    assert addressees(university, AFTER) == ("教育部",)


def test_a_name_that_is_not_known_is_no_addressee() -> None:
    assert addressees(Profile("甲局", AgencyKind.DEPARTMENT), AFTER) == ()
    assert addressees(Profile("甲局", AgencyKind.DEPARTMENT, government="甲县政府"), BEFORE) == ("甲县政府",)


def test_a_body_of_its_own_replaces_the_rule_while_it_is_valid() -> None:
    zone = Profile(
        "甲开发区管委会",
        AgencyKind.OTHER,
        bodies=(
            ReconsiderationBody("甲市人民政府", None, date(2022, 12, 31)),
            ReconsiderationBody("乙区人民政府", date(2023, 1, 1), date(2024, 6, 30)),
        ),
    )
    assert addressees(zone, date(2020, 1, 1)) == ("甲市人民政府",)
    assert addressees(zone, date(2023, 1, 1)) == addressees(zone, date(2024, 6, 30)) == ("乙区人民政府",)
    assert addressees(zone, date(2024, 7, 1)) == ()


def test_an_office_acts_for_its_government() -> None:
    office = Profile("甲省人民政府办公厅", AgencyKind.PROVINCE_GOVERNMENT, acts_for="甲省人民政府")
    assert addressees(office, AFTER) == ("甲省人民政府",)
    assert hears_itself(office, AFTER)
