"""Keep the PDF of an issued letter, which a worker made from its blocks."""

from workflow.actions.step import View, action
from workflow.rules.errors import NotFound, RuleBroken
from workflow.rules.record.closing import LetterSetOut
from workflow.rules.states import Step


@action(Step.SET_OUT_LETTER)
def set_out_letter(view: View, *, no: int, pdf: str) -> LetterSetOut:
    """Record the PDF of a letter.

    Args:
        view: The case.
        no: Number of the letter in the case.
        pdf: SHA-256 of the file, which is kept already.

    Raises:
        NotFound: There is no such letter.
        RuleBroken: It has its PDF; an issued letter never changes.
    """
    letter = next((one for one in view.case.letters if one.no == no), None)
    if letter is None:
        raise NotFound("Case {case_no} has no letter {no}. Issue it first.", case_no=view.case.case_no, no=no)
    if letter.set_out:
        raise RuleBroken("Letter {no} has its PDF already, and an issued letter never changes.", no=no)
    return LetterSetOut(no=no, pdf=pdf)
