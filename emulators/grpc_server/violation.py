"""What a client must not send."""

from __future__ import annotations

NO_ERROR = 0x0
PROTOCOL_ERROR = 0x1
FRAME_SIZE_ERROR = 0x6


class Violation(Exception):
    """Ends the connection. The code is one of HTTP/2's."""

    def __init__(self, message: str, code: int = PROTOCOL_ERROR) -> None:
        super().__init__(message)
        self.code = code
