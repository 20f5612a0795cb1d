"""Personal identifiers at rest: encrypted as one text, recognised by a keyed digest, shown only on purpose."""

import hmac
from hashlib import sha256
from unicodedata import normalize

import msgspec
from cryptography.fernet import Fernet, InvalidToken

from workflow.rules.errors import BadInput


class Seal:
    """Seals and opens identifiers with the key of the installation.

    Args:
        key: A Fernet key (32 bytes, URL-safe base64).
    """

    def __init__(self, key: bytes) -> None:
        try:
            self._fernet = Fernet(key)
        except ValueError:
            raise BadInput(
                "The key of the installation is not a Fernet key. Set DISCLOSURE_SECRET_KEY or the file it is kept in."
            ) from None
        self._key = key

    @staticmethod
    def new_key() -> bytes:
        """Return a new random key."""
        return Fernet.generate_key()

    def seal(self, identifiers: dict[str, str]) -> str:
        """Return the identifiers as one encrypted text, empty where there are none."""
        if not identifiers:
            return ""
        return self._fernet.encrypt(msgspec.json.encode(identifiers, order="sorted")).decode()

    def open(self, sealed: str) -> dict[str, str]:
        """Return the identifiers in plain.

        Raises:
            BadInput: The text was sealed with another key, or changed.
        """
        if not sealed:
            return {}
        try:
            return msgspec.json.decode(self._fernet.decrypt(sealed.encode()), type=dict[str, str])
        except InvalidToken:
            raise BadInput(
                "The identifiers cannot be opened with this key. Use the key they were sealed with."
            ) from None

    def match(self, text: str) -> str:
        """Return a digest by which the same identifier is found again without being readable."""
        normal = "".join(normalize("NFKC", text).split()).upper()
        return hmac.new(self._key, normal.encode(), sha256).hexdigest() if normal else ""


def masked(value: str) -> str:
    """Return a value with all but its ends hidden; a short one is hidden whole."""
    shown = 2 if len(value) > 6 else 1 if len(value) > 3 else 0  # noqa: PLR2004 (the longer, the more may be seen)
    return value[:shown] + "*" * max(len(value) - 2 * shown, 1) + value[len(value) - shown :]
