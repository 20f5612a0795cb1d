"""The language of what people read: English sentences are the keys, Chinese comes from the catalogue."""

from collections.abc import Callable
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

from workflow.rules.errors import BadInput

LANGUAGES = ("zh_CN", "en")
DOMAIN = "disclosure"
FOLDER = Path(__file__).parent / "locale"


@cache
def translator(language: str) -> Callable[[str], str]:
    """Return the function that translates a sentence into `language`.

    Raises:
        BadInput: There is no such language.
    """
    if language not in LANGUAGES:
        raise BadInput("There is no language {language}. Choose zh_CN or en.", language=language)
    if language == "en":
        return NullTranslations().gettext
    gettext = translation(DOMAIN, FOLDER, [language]).gettext
    return lambda sentence: gettext(sentence) if sentence else ""
