"""The root of every error that this program raises on purpose."""


class BangfuError(Exception):
    """A refusal whose message is in Chinese and says what to do.

    Subclasses carry the facts as attributes; never an identity or card number.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message
