"""The columns of the request ledger (依申请公开台账): headers, and the values each takes."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from workflow.files.cells import Cell, Parse, amount, choice, count, day, number_text, text
from workflow.files.forms import form
from workflow.files.labels import plain_label, short_label
from workflow.files.sheet_reading import Field
from workflow.rules.errors import BadInput
from workflow.rules.outcomes import Outcome

CHANNELS: Mapping[str, str] = MappingProxyType(
    {
        "in_person": "当面",
        "letter": "信函",
        "fax": "传真",
        "online": "网络",
        "email": "电子邮件",
        "oral": "口头",
        "other": "其他",
    }
)
"""申请方式: code -> Chinese."""

APPLICANT_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "natural_person": "自然人",
        "commercial": "商业企业",
        "research": "科研机构",
        "public_welfare": "社会公益组织",
        "legal_service": "法律服务机构",
        "other_org": "其他",
    }
)
"""申请人类型: code -> Chinese."""

UNNAMED = "未登记"
"""Kept where the ledger names no applicant."""

# A row label that several outcomes share means the most common of them.
_FIRST_OF_ROW = {"granted": Outcome.D2, "na_not_held": Outcome.U1, "ref_third_party": Outcome.N4}

_LEDGER_NAMES: Mapping[str, Outcome] = MappingProxyType(
    {
        "国家秘密": Outcome.N1,
        "法律行政法规禁止": Outcome.N2,
        "法律行政法规禁止公开": Outcome.N2,
        "三安全一稳定": Outcome.N3,
        "第三方权益": Outcome.N4,
        "商业秘密": Outcome.N4A,
        "个人隐私": Outcome.N4B,
        "内部事务": Outcome.N5,
        "过程性信息": Outcome.N6,
        "执法案卷": Outcome.N7,
        "行政查询": Outcome.N8,
        "信息不存在": Outcome.U1,
        "需另行制作": Outcome.U3,
        "补正后仍不明确": Outcome.U4,
        "信访举报投诉": Outcome.X1,
        "公开出版物": Outcome.X3,
        "大量反复申请": Outcome.X4,
        "重新出具": Outcome.X5,
        "逾期不补正": Outcome.C1,
        "逾期未缴费": Outcome.C2,
        "撤回": Outcome.C3,
        "撤回及其他": Outcome.C3,
        "其他处理": Outcome.C3,
    }
)


def outcome(cell: Cell) -> str:
    """Return the code of an outcome written as code, as its name, or as a row label of the forms since 2019."""
    written = text(cell)
    found = _OUTCOMES.get(written)
    if found is None and written:
        found = _OUTCOMES.get(plain_label(written).upper())
        if found is None:
            raise BadInput(
                "{value} is no outcome. Use one of {allowed}, or a row label of the statutory table.",
                value=written[:60],
                allowed=", ".join(Outcome),
            )
    return found or ""


def _known_outcomes() -> Iterator[tuple[str, str]]:
    for code in Outcome:
        yield code.value.upper(), code.value
        yield plain_label(code.label), code.value
    for name, code in _LEDGER_NAMES.items():
        yield name, code.value
    for label, code in _row_labels():
        yield plain_label(label), code.value
        yield short_label(label), code.value


def _row_labels() -> Iterator[tuple[str, Outcome]]:
    for format_id in ("2019", "2021"):
        rows = {code.row(format_id): code for code in reversed(Outcome)} | _FIRST_OF_ROW
        for row in form(format_id).table("applications").rows:
            if row.id in rows:
                yield row.label_zh, rows[row.id]


_OUTCOMES = {"": "", **dict(_known_outcomes()), **{code.value: code.value for code in Outcome}}


def _named(names: Mapping[str, str]) -> Parse:
    allowed = ", ".join(f"{chinese} {code}" for code, chinese in names.items())
    return choice({**{code: code for code in names}, **{chinese: code for code, chinese in names.items()}}, allowed)


def _applicant(cell: Cell) -> str:
    return text(cell) or UNNAMED


FIELDS = (
    Field("case_no", ("登记号",), number_text, required=True),
    Field("received_on", ("收到日期",), day, required=True),
    Field("channel", ("申请方式",), _named(CHANNELS), required=True),
    Field("applicant_class", ("申请人类型",), _named(APPLICANT_CLASSES), required=True),
    Field("applicant", ("申请人",), _applicant),
    Field("description", ("申请内容",), text),
    Field("extended_on", ("延期日期",), day),
    Field("extension_days", ("延期天数",), count),
    Field("correction_requested_on", ("补正通知日期",), day),
    Field("correction_received_on", ("补正收到日期",), day),
    Field("outcome", ("办理结果",), outcome),
    Field("closed_on", ("答复日期",), day),
    Field("fee", ("收费金额",), amount),
    Field("note", ("备注",), text),
)
WIDTHS = (18, 12, 10, 14, 14, 50, 12, 10, 14, 14, 10, 12, 10, 30)
SHEETS = ("台账", "依申请公开台账", "ledger")
