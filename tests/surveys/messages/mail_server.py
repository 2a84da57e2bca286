"""A real SMTP server on loopback that keeps what it is given, or answers as a test wants."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"
Answer = Callable[[str], str]


class MailServer:
    """Runs in a thread of its own; `received` counts what it took, by receiver."""

    def __init__(self, slowness: float = 0) -> None:
        self.received: Counter[str] = Counter()
        self.contents: list[bytes] = []
        self.connections = 0
        self.slowness = slowness  # seconds for each message
        self.to_sender: Answer = lambda address: OK
        self.to_receiver: Answer = lambda address: OK
        self.to_content: Answer = lambda address: OK
        self.cut: set[str] = set()  # receivers at whose messages the connection is cut,
        self.takes_what_it_cuts = False  # and whether the message was taken before that
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=60)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.to_sender(address)
        if answer == OK:
            envelope.mail_from = address
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.to_receiver(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.slowness:
            await asyncio.sleep(self.slowness)
        (address,) = envelope.rcpt_tos
        answer = self.to_content(address)
        is_cut = address in self.cut
        if answer == OK and (not is_cut or self.takes_what_it_cuts):
            self.received[address] += 1
            self.contents.append(envelope.content)
        if is_cut:
            server.transport.abort()
        return answer
