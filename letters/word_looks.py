"""What the layouts add to a DOCX file: red heads, the rules of 版记, and a ring where the seal goes.

Heads and 版记 stand in frames, which the format places by page or margin; a ring is a drawing behind name and date.
"""

from html import escape

from letters import layout
from letters.blocks import Block, Role
from letters.looks import Look, Profile

TWIPS = 20
_MM_TWIPS = 1440 / 25.4
_EIGHTHS = 8
_RED = layout.RED.lstrip("#").upper()
TEXT_MM = layout.PAPER_MM[0] - layout.MARGIN_LEFT_MM - layout.MARGIN_RIGHT_MM
_RULE_LEFT_MM = (layout.PAPER_MM[0] - layout.LETTER_RULE_MM) / 2
_RING = (
    '<w:p><w:pPr><w:keepNext/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr><w:r>'
    '<w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:oval filled="f" strokecolor="#737373" strokeweight=".5pt" '
    'style="position:absolute;margin-left:{left:.1f}pt;margin-top:{top:.1f}pt;width:{size:.1f}pt;height:{size:.1f}pt;'
    'z-index:-1;mso-position-horizontal-relative:margin;mso-position-vertical-relative:text">'
    '<v:stroke dashstyle="dash"/><v:textbox inset="0,0,0,0"><w:txbxContent><w:p><w:pPr>'
    '<w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:color w:val="737373"/>'
    '<w:sz w:val="18"/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:oval></w:pict></w:r></w:p>'
)


def frame_and_rules(role: Role, profile: Profile) -> str:
    """Return where a role stands that is no part of the running text, and the rules at it."""
    if role is Role.LETTERHEAD and profile is Profile.LETTER:
        return _page_frame(_RULE_LEFT_MM, layout.LETTERHEAD_TOP_MM[profile]) + rules(bottom=_double("thickThin"))
    if role is Role.NUMBER and profile is Profile.FILE:
        return rules(bottom=_single(layout.FILE_RULE_PT, colour=_RED, space=_under_text(layout.RULE_GAP_MM)))
    if role is Role.COPIES and profile is Profile.FILE:
        return _foot_frame() + rules(top=_single(_points(layout.OUTER_RULE_MM)))
    if role is Role.PRINTED:
        inner, outer = (_single(_points(length)) for length in (layout.INNER_RULE_MM, layout.OUTER_RULE_MM))
        edge = round(TEXT_MM * _MM_TWIPS) - layout.SMALL_PT * TWIPS
        return f'{_foot_frame()}{rules(top=inner, bottom=outer)}<w:tabs><w:tab w:val="right" w:pos="{edge}"/></w:tabs>'
    return _foot_frame() if role is Role.COPIES else ""


def points_before(role: Role, style: layout.Style, profile: Profile) -> float:
    """Return the space before a role in points."""
    if role is Role.LETTERHEAD and profile is Profile.FILE:
        return _points(layout.LETTERHEAD_TOP_MM[profile] - layout.MARGIN_TOP_MM)
    if role is Role.NUMBER and profile is Profile.LETTER:
        return _under_text(0) + layout.NUMBER_GAP_PT
    return style.lines_before * layout.LINE_PT


def paragraph(block: Block, blocks: tuple[Block, ...], look: Look) -> tuple[str, str]:
    """Return what this paragraph has besides its style: of itself, and of its characters."""
    if block.role is Role.LETTERHEAD:
        size = layout.letterhead_pt(block.text, look.profile)
        halves = round(size * 2)
        pitch = f'<w:spacing w:line="{round(size * TWIPS)}" w:lineRule="exact"/>'
        return pitch, f'<w:rPr><w:sz w:val="{halves}"/><w:szCs w:val="{halves}"/></w:rPr>'
    if block.role is Role.PRINTED and all(other.role is not Role.COPIES for other in blocks):
        outer = _single(_points(layout.OUTER_RULE_MM))
        return rules(top=outer, bottom=outer), ""
    return "", ""


def ring(block: Block, blocks: tuple[Block, ...], look: Look, width_mm: float = TEXT_MM) -> str:
    """Return the ring that shows where the seal goes, as a paragraph of hardly any height; the width is the text's."""
    across, down = layout.seal_centre(blocks, look)
    size = _points(look.seal_mm)
    left = _points(width_mm) - across - size / 2
    return _RING.format(left=left, top=down - size / 2, size=size, text=escape(block.text, quote=False))


def lower_rule(namespaces: str) -> str:
    """Return the rule at the foot of the first page of 信函格式, as a paragraph of its footer."""
    top = layout.PAPER_MM[1] - layout.LETTER_RULE_BOTTOM_MM - sum(layout.LETTER_RULE_PT) * 25.4 / 72
    return (
        f"<w:p {namespaces}><w:pPr>{_page_frame(_RULE_LEFT_MM, top)}{rules(top=_double('thinThick'))}"
        '<w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    )


def rules(**sides: str) -> str:
    """Return the rules at the sides of a paragraph."""
    return f"<w:pBdr>{''.join(f'<w:{side} {rule}/>' for side, rule in sides.items())}</w:pBdr>"


def _single(thickness: float, *, colour: str = "000000", space: float = 0) -> str:
    return f'w:val="single" w:sz="{round(thickness * _EIGHTHS)}" w:space="{round(space)}" w:color="{colour}"'


def _double(kind: str) -> str:
    """Return a thick and a thin rule; the format names the order from above, and the size of the thick one."""
    space = round(_points(layout.RULE_GAP_MM)) if kind == "thickThin" else 0
    return (
        f'w:val="{kind}SmallGap" w:sz="{round(layout.LETTER_RULE_PT[0] * _EIGHTHS)}" w:space="{space}" w:color="{_RED}"'
    )


def _page_frame(left: float, top: float) -> str:
    """Return a frame of the length of the double rules, from the corner of the page, in millimetres."""
    width, x, y = (round(length * _MM_TWIPS) for length in (layout.LETTER_RULE_MM, left, top))
    return f'<w:framePr w:w="{width}" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:x="{x}" w:y="{y}"/>'


def _foot_frame() -> str:
    width = round(TEXT_MM * _MM_TWIPS)
    return (
        f'<w:framePr w:w="{width}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" w:xAlign="left" '
        'w:yAlign="bottom"/>'
    )


def _points(length: float) -> float:
    return length * 72 / 25.4


def _under_text(gap: float) -> float:
    """Return a gap that begins under a character of 16 pt, counted from the end of its line, in points."""
    return _points(gap) - (layout.LINE_PT - layout.BODY_PT) / 2
