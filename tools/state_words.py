"""The Chinese names of states, steps and roles, as the drawing and the table of the states show them."""

from workflow.rules.states import Role, State, Step

STATES = {
    State.RECEIVED: "已登记",
    State.REVIEWED: "办理中",
    State.SECRECY_CHECK: "保密审查",
    State.DECIDED: "已签批",
    State.REPLIED: "已答复",
    State.CORRECTING: "待补正",
    State.AWAITING_PAYMENT: "待缴费",
    State.LAPSED: "不再处理",
    State.WITHDRAWN: "已撤回",
}

ROLES = {
    Role.INTAKE: "收件",
    Role.CASEWORKER: "经办人",
    Role.SECRECY_REVIEWER: "保密审查员",
    Role.APPROVER: "签批人",
    Role.SUPERVISOR: "监督",
    Role.STATISTICIAN: "统计",
    Role.ADMIN: "管理员",
    Role.AUDITOR: "审计",
}

STEPS = {
    Step.REVIEW: "审核",
    Step.ASK_CORRECTION: "告知补正",
    Step.CORRECT: "收到补正",
    Step.EXTEND: "延长答复期限",
    Step.CONSULT: "征求意见",
    Step.DELIVER_CONSULTATION: "征求意见书送达",
    Step.ANSWER_CONSULTATION: "收到意见",
    Step.LAPSE_CONSULTATION: "逾期未提意见",
    Step.ASK_REASONS: "要求说明理由",
    Step.GIVE_REASONS: "收到理由",
    Step.DELAY: "延迟答复",
    Step.CHARGE: "收费通知",
    Step.DELIVER_FEE_NOTICE: "收费通知送达",
    Step.PAY: "缴费",
    Step.DRAFT: "拟稿",
    Step.SUBMIT: "送审",
    Step.CLEAR: "保密审查通过",
    Step.SEND_BACK: "退回",
    Step.DECIDE: "签批",
    Step.ISSUE_REPLY: "制作答复书",
    Step.REPLY: "答复",
    Step.REOPEN: "重新办理",
    Step.WITHDRAW: "撤回",
    Step.LAPSE: "逾期不再处理",
    Step.ISSUE_LETTER: "制作文书",
    Step.DISPATCH: "寄发",
    Step.SERVE: "送达",
    Step.FILE_PROCEEDING: "登记复议、诉讼",
    Step.CONCLUDE_PROCEEDING: "复议、诉讼结果",
    Step.CORRECT_ENTRY: "更正记录",
    Step.RECALCULATE: "重新计算期限",
    Step.ASSIGN: "分办",
    Step.ATTACH: "附件",
    Step.NOTE: "备注",
    Step.REVEAL: "查看原文",
}
