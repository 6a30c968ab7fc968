"""A mail provider that takes every mail and cannot tell a repeat from a new one."""

from __future__ import annotations

from shared.usecases.ports.mail import Mail


class MemoryMailer:
    def __init__(self) -> None:
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> str:
        self.sent.append(mail)
        return f"ses-{len(self.sent)}"
