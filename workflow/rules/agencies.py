"""Who decided, seen from the law of reconsideration: what kind of agency it is and who stands above it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AgencyKind(StrEnum):
    """What decides who hears a reconsideration (行政复议机关)."""

    DEPARTMENT = "department"
    """工作部门 of a local government at county level or above."""
    GOVERNMENT = "government"
    """县级以上地方人民政府 below the province."""
    TOWNSHIP = "township"
    """乡镇人民政府."""
    SUBDISTRICT = "subdistrict"
    """街道办事处 and other 派出机关 of a government."""
    DISPATCHED_BODY = "dispatched_body"
    """派出机构 of a department that acts in its own name (分局, 派出所)."""
    VERTICAL = "vertical"
    """海关, 金融, 外汇管理."""
    TAX = "tax"
    STATE_SECURITY = "state_security"
    JUSTICE = "justice"
    """司法行政部门, which themselves run the reconsideration office."""
    PROVINCE_GOVERNMENT = "province_government"
    MINISTRY = "ministry"
    """国务院部门."""
    AUTHORISED_ORGANISATION = "authorised_organisation"
    """法律、法规、规章授权的组织."""
    OTHER = "other"
    """开发区管委会 and others for which no rule was found: `bodies` must name the body."""


@dataclass(frozen=True, slots=True)
class ReconsiderationBody:
    """A reconsideration body set for one agency, where the general rule does not fit, on the days it is valid."""

    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

    def valid_on(self, day: date) -> bool:
        """Tell whether a decision of `day` goes to this body; an open end has no limit."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Profile:
    """An agency by plain names; what does not apply is left empty.

    Args:
        name: Of the agency that signs.
        kind: Of the agency whose act it is.
        government: 本级人民政府: of a department; that set up a subdistrict; of a dispatched body's department.
        superior: 上一级主管部门; the department of a dispatched body; the body that manages an authorised organisation.
        higher_government: 上一级人民政府 of a government; the county government of a township.
        bodies: Take the place of the general rule on the days they are valid; several are a choice, in their order.
        acts_for: The government in whose name an office signs (its seal 信息公开专用章); `kind` and the names above it
            are then those of that government.

    """

    name: str
    kind: AgencyKind
    government: str = ""
    superior: str = ""
    higher_government: str = ""
    bodies: tuple[ReconsiderationBody, ...] = ()
    acts_for: str = ""

    @property
    def decides_as(self) -> str:
        """The agency whose act it is in law: a government answers for its office (行他字第32号 of 2015)."""
        return self.acts_for or self.name


REFORM = date(2024, 1, 1)
"""From this day the departments' decisions go to the government of the same level alone (行政复议法 2023, Art. 24)."""


def addressees(profile: Profile, day: date) -> tuple[str, ...]:
    """Return who hears a reconsideration against a decision of `day`; several are a choice, empty when nobody is known.

    Source:
        行政复议法 (2023), Arts. 24–28; (1999), Arts. 12–15.
    """
    own = tuple(body.name for body in profile.bodies if body.valid_on(day))
    if own:
        return own
    names = _by_rule(profile, reformed=day >= REFORM)
    return tuple(dict.fromkeys(name for name in names if name))


def hears_itself(profile: Profile, day: date) -> bool:
    """Tell whether the agency reviews its own act; what it decides then may also go to the State Council."""
    return addressees(profile, day) == (profile.decides_as,)


def _by_rule(profile: Profile, *, reformed: bool) -> tuple[str, ...]:
    names: tuple[str, ...]
    match profile.kind:
        case AgencyKind.DEPARTMENT | AgencyKind.DISPATCHED_BODY if reformed:
            names = (profile.government,)
        case AgencyKind.DEPARTMENT | AgencyKind.DISPATCHED_BODY | AgencyKind.JUSTICE:
            names = (profile.government, profile.superior)
        case AgencyKind.VERTICAL | AgencyKind.TAX | AgencyKind.STATE_SECURITY:
            names = (profile.superior,)
        case AgencyKind.GOVERNMENT | AgencyKind.TOWNSHIP:
            names = (profile.higher_government,)
        case AgencyKind.SUBDISTRICT:
            names = (profile.government,)
        case AgencyKind.AUTHORISED_ORGANISATION:
            names = (profile.government or profile.superior,)
        case AgencyKind.PROVINCE_GOVERNMENT | AgencyKind.MINISTRY:
            names = (profile.decides_as,)
        case AgencyKind.OTHER:
            names = ()
    return names
