"""How an item or a case can end (办理结果), and the row of each statutory table it counts in.

The dated legal basis of an outcome is in `outcome_basis`, what its letter must say in `outcome_details`.

Source:
    政府信息公开条例 (2019), Arts. 30, 35–39; (2008), Arts. 21, 22.
    Forms 国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号, 国办发〔2014〕32号.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.rules.errors import BadInput, RuleBroken


class Family(StrEnum):
    """The blocks of the statutory table (本年度办理结果)."""

    DISCLOSED = "予以公开"
    PARTIAL = "部分公开"
    REFUSED = "不予公开"
    UNABLE = "无法提供"
    NOT_PROCESSED = "不予处理"
    OTHER = "其他处理"


class RemedyClass(StrEnum):
    """What an outcome is for the remedies clause; the clause of a day is built in `remedies`.

    It does not follow the family: N8 is reported as a refusal, but its ground is none of Arts. 14–16.
    """

    WITHHELD = "withheld under Arts. 14 to 16"
    PARTLY_WITHHELD = "one part given, one withheld"
    OTHER = "everything else that affects a right"
    NONE = "no decision"


class AnswerForm(StrEnum):
    """What a reply says of an item that counts as 其他处理 (C3); the national forms have no code of its own for it."""

    NO_INFORMATION = "非政府信息"
    """What is asked for is no government information (Art. 2)."""
    INQUIRY = "咨询"
    """An explanation is asked for, no record."""


class Outcome(StrEnum):
    """What became of an item or a case. The value is the code of the ledger."""

    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N4A = "N4a"
    N4B = "N4b"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"
    U1 = "U1"
    U2 = "U2"
    U3 = "U3"
    U4 = "U4"
    X1 = "X1"
    X2 = "X2"
    X3 = "X3"
    X4 = "X4"
    X5 = "X5"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"

    @property
    def label(self) -> str:
        """The outcome in Chinese."""
        return _TABLE[self].label

    @property
    def family(self) -> Family:
        """The block of the statutory table it stands in."""
        return _TABLE[self].family

    @property
    def remedy(self) -> RemedyClass:
        """What it is for the remedies clause."""
        return _TABLE[self].remedy

    @property
    def given(self) -> bool:
        """Tell whether the applicant gets anything of what was asked for."""
        return self.family in {Family.DISCLOSED, Family.PARTIAL}

    def row(self, form: str) -> str | None:
        """Return the id of the row it counts in, of the form `2021`, `2019` or `2008`; None where that form has no row.

        Raises:
            BadInput: There is no such form.

        """
        entry = _TABLE[self]
        if form == "2021":
            return entry.row_2021
        if form == "2019":
            return "other_handling" if self.family is Family.OTHER else entry.row_2021
        if form == "2008":
            return entry.row_2008
        raise BadInput("{form} is no form of the annual report. Use 2008, 2019 or 2021.", form=form)

    def must_be_split(self, form: str) -> bool:
        """Tell whether `form` counts trade secrets (N4a) and privacy (N4b) apart, so that it cannot count plain N4."""
        return self is Outcome.N4 and form == "2008"


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    family: Family
    remedy: RemedyClass
    row_2021: str
    row_2008: str | None = None


_O, _W = RemedyClass.OTHER, RemedyClass.WITHHELD

# The rows of 2008 are those of 《政府信息公开情况统计表》; most of them UNVERIFIED, as is that N2 counts as 其他情形.
# fmt: off
_TABLE = {
    Outcome.D1: _Entry("已主动公开", Family.DISCLOSED, _O, "granted", "rep_already_public"),
    Outcome.D2: _Entry("予以公开", Family.DISCLOSED, _O, "granted", "rep_granted"),
    Outcome.D3: _Entry("部分公开", Family.PARTIAL, RemedyClass.PARTLY_WITHHELD, "partial", "rep_partial"),
    Outcome.N1: _Entry("不予公开：国家秘密", Family.REFUSED, _W, "ref_state_secret", "ref_secret"),
    Outcome.N2: _Entry("不予公开：法律、行政法规禁止公开", Family.REFUSED, _W, "ref_law_forbids", "ref_law_other"),
    Outcome.N3: _Entry("不予公开：危及“三安全一稳定”", Family.REFUSED, _W, "ref_security", "ref_security"),
    Outcome.N4: _Entry("不予公开：保护第三方合法权益", Family.REFUSED, _W, "ref_third_party"),
    Outcome.N4A: _Entry("不予公开：商业秘密", Family.REFUSED, _W, "ref_third_party", "ref_commercial"),
    Outcome.N4B: _Entry("不予公开：个人隐私", Family.REFUSED, _W, "ref_third_party", "ref_privacy"),
    Outcome.N5: _Entry("不予公开：内部事务信息", Family.REFUSED, _W, "ref_internal", "ref_not_info"),
    Outcome.N6: _Entry("不予公开：过程性信息", Family.REFUSED, _W, "ref_process", "ref_not_info"),
    Outcome.N7: _Entry("不予公开：行政执法案卷信息", Family.REFUSED, _W, "ref_enforcement_file"),
    Outcome.N8: _Entry("行政查询事项", Family.REFUSED, _O, "ref_admin_query", "rep_other_channel"),
    Outcome.U1: _Entry("政府信息不存在", Family.UNABLE, _O, "na_not_held", "rep_not_exist"),
    Outcome.U2: _Entry("不属于本机关负责公开", Family.UNABLE, _O, "na_not_held", "rep_not_ours"),
    Outcome.U3: _Entry("需要另行制作、加工分析", Family.UNABLE, _O, "na_must_create"),
    Outcome.U4: _Entry("补正后申请内容仍不明确", Family.UNABLE, _O, "na_unclear", "rep_correct"),
    Outcome.X1: _Entry("信访、举报、投诉类申请", Family.NOT_PROCESSED, _O, "np_petition", "rep_other_channel"),
    Outcome.X2: _Entry("重复申请", Family.NOT_PROCESSED, _O, "np_repeat"),
    Outcome.X3: _Entry("要求提供公开出版物", Family.NOT_PROCESSED, _O, "np_publication"),
    Outcome.X4: _Entry("无正当理由大量反复申请", Family.NOT_PROCESSED, _O, "np_excessive"),
    Outcome.X5: _Entry("要求确认或者重新出具已获取的信息", Family.NOT_PROCESSED, _O, "np_confirm_again"),
    Outcome.C1: _Entry("逾期不补正，视为放弃申请", Family.OTHER, _O, "oth_correction_overdue"),
    Outcome.C2: _Entry("逾期未缴费，视为放弃申请", Family.OTHER, _O, "oth_fee_overdue"),
    Outcome.C3: _Entry("撤回申请及其他", Family.OTHER, RemedyClass.NONE, "oth_other"),
}
# fmt: on


def principal(outcomes: Sequence[Outcome], chosen: Outcome | None = None) -> Outcome:
    """Return the one outcome a case of several items is counted by; the items keep their own.

    All equal: that one. All given: D2, or D3 where a part was withheld. Some given and some not: D3, for the form
    counts a case once, in 部分公开. All failed for different reasons: no national rule was found, so the first item's
    stands unless the office chose another of them.

    Args:
        outcomes: Of the items, in their order.
        chosen: What the office takes as principal, where the rule leaves it a choice.

    Raises:
        RuleBroken: There are no items, or `chosen` is none that the rule leaves open.

    Source:
        Form 国办公开办函〔2021〕30号, row （二）: 区分处理的，只计这一情形，不计其他情形.

    """
    if not outcomes:
        raise RuleBroken("A case without items has no outcome. Enter the outcome of each item first.")
    open_to_choice = _open_to_choice(list(dict.fromkeys(outcomes)))
    if chosen is None:
        return open_to_choice[0]
    if chosen not in open_to_choice:
        raise RuleBroken(
            "{chosen} cannot stand for the whole case. Its items allow {allowed}.",
            chosen=chosen,
            allowed=open_to_choice,
        )
    return chosen


def _open_to_choice(distinct: list[Outcome]) -> list[Outcome]:
    """Return the outcomes the case may be counted by, the default first."""
    if len(distinct) == 1:
        return distinct
    given = [outcome for outcome in distinct if outcome.given]
    if not given:
        return distinct
    if len(given) == len(distinct) and Outcome.D3 not in given:
        return [Outcome.D2]
    return [Outcome.D3]
