"""One span of time for a whole exchange, however slowly the other side speaks."""

import time


class Deadline:
    """Ends `seconds` after it was made."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, over: type[Exception]) -> float:
        """Return the seconds that are left, more than 0.

        Raises:
            Exception: None are; of the class `over`.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise over("the time for the whole exchange is over")
        return left
