"""How a call ends: the trailers that follow the last message."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote_from_bytes

import grpc

from emulators.grpc_server.hpack.encoder import encoded

Metadata = Iterable[tuple[str, str | bytes]]

_PRINTABLE = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")


@dataclass(frozen=True, slots=True)
class Status:
    code: grpc.StatusCode
    message: str = ""
    metadata: Metadata = ()

    def trailers(self) -> bytes:
        """As a header block."""
        number: int = self.code.value[0]
        fields = [(b"grpc-status", b"%d" % number)]
        if self.message:
            quoted = quote_from_bytes(self.message.encode(), safe=_PRINTABLE)
            fields.append((b"grpc-message", quoted.encode()))
        for name, value in self.metadata:
            fields.append((name.encode(), _value(value)))
        return encoded(fields)


OK = Status(grpc.StatusCode.OK)


def _value(value: str | bytes) -> bytes:
    """What is bytes has a name in -bin, and goes as text nevertheless."""
    return b64encode(value).rstrip(b"=") if isinstance(value, bytes) else value.encode()
