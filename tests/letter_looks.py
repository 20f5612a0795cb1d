"""A look of each layout, as tests use them."""

import pytest

from letters.looks import Look, Profile
from letters.samples import SAMPLES
from workflow.files.fonts import installed_fonts

FONTS = installed_fonts()
LOOKS = {
    "plain": Look(seal=True),
    "letter": Look(profile=Profile.LETTER, seal=True, copies_to=("甲县司法局",)),
    "file": Look(
        profile=Profile.FILE,
        seal=True,
        copies_to=("甲县司法局", "甲县档案馆"),
        print_office="甲县生态环境局办公室",
    ),
}
samples = pytest.mark.parametrize("letter", SAMPLES.values(), ids=SAMPLES)
looks = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
