"""Hands one email after another to the mail server, over one connection, and says what came of it.

SMTP is spoken step by step, because what a lost connection means depends on the step: before the
text is on its way the message was certainly not taken; while it is, nobody knows.

No error here carries an address: smtplib's own do, in their arguments and texts, so they are
turned into ours without them. What is kept is the kind of error and the server's three digits.
"""

import logging
import smtplib
from email.utils import parseaddr
from types import TracebackType

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _

logger = logging.getLogger("caseweek.surveys")
OK, WILL_FORWARD, CLOSING = 250, 251, 421
TEMPORARY = range(400, 500)


class Unreachable(Exception):
    """The mail server takes nothing at all now; nothing was handed over, and no message is lost."""


class Postponed(Exception):
    """The server did not take this message now. Certainly not sent: it can be tried later."""


class Refused(Exception):
    """The server will never take this message. `reason` is in words, without an address."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Uncertain(Exception):
    """The connection broke while the message was on its way: it may have been taken or not."""


class Courier:
    """One connection to the mail server, opened when it is first needed."""

    def __init__(self) -> None:
        self._backend = get_connection()
        self._is_open = False

    def __enter__(self) -> "Courier":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.hang_up()

    def connect(self) -> None:
        """Make sure that there is a connection. Raises Unreachable."""
        if self._is_open:
            return
        try:
            self._backend.open()
        except (OSError, smtplib.SMTPException) as error:
            code = getattr(error, "smtp_code", "no code")
            logger.error("mail server unreachable: %s, %s", type(error).__name__, code)
            self._forget()
            raise Unreachable from None
        self._is_open = True

    def hang_up(self) -> None:
        try:
            self._backend.close()
        except (OSError, smtplib.SMTPException):
            self._forget()
        self._is_open = False

    def hand_over(self, message: EmailMessage) -> None:
        """Give one message away. Raises Postponed, Refused, Uncertain or Unreachable."""
        self.connect()
        if not isinstance(self._backend, EmailBackend):
            self._backend.send_messages([message])  # a file or a test's list: it has it or raises
            return
        try:
            self._speak(self._backend.connection, message)
        except _Broken:  # servers end a connection after so many messages, or after a while
            self._once_more(message)
        except Uncertain:
            self.hang_up()
            raise

    def _once_more(self, message: EmailMessage) -> None:
        """Nothing was handed over yet: a fresh connection gets a try before the message waits."""
        self.hang_up()
        self.connect()
        try:
            self._speak(self._backend.connection, message)
        except _Broken:
            self.hang_up()
            raise Postponed from None

    def _speak(self, smtp: smtplib.SMTP, message: EmailMessage) -> None:
        encoding = message.encoding or settings.DEFAULT_CHARSET
        try:
            sender = sanitize_address(message.from_email, encoding)
            (receiver,) = (sanitize_address(to, encoding) for to in message.recipients())
            content = message.message().as_bytes(linesep="\r\n")
        except ValueError:
            raise Refused(_("This is not an email address. Correct it.")) from None
        try:
            smtp.ehlo_or_helo_if_needed()
            sender_code = smtp.mail(parseaddr(sender)[1], options=_options(smtp, content))[0]
            receiver_code = smtp.rcpt(receiver)[0] if sender_code == OK else OK
        except (OSError, smtplib.SMTPException):
            raise _Broken from None
        if sender_code != OK:
            # The sender is the same for all: this is no fault of the message.
            logger.error("mail server refuses the sender: %s", sender_code)
            raise Unreachable
        if receiver_code not in (OK, WILL_FORWARD):
            words = _("The mail server knows no such address, or refuses it (%(code)s). Check it.")
            raise _refusal(smtp, receiver_code, words)
        self._hand_over_text(smtp, content)

    def _hand_over_text(self, smtp: smtplib.SMTP, content: bytes) -> None:
        try:
            code = smtp.data(content)[0]
        except smtplib.SMTPDataError as error:  # it answered, and did not want the text
            code = error.smtp_code
        except (OSError, smtplib.SMTPException):
            raise Uncertain from None
        if code != OK:
            raise _refusal(smtp, code, _("The mail server refused the message (%(code)s)."))

    def _forget(self) -> None:
        """Drop a connection that is broken."""
        if isinstance(self._backend, EmailBackend):
            self._backend.connection = None


class _Broken(Exception):
    """The connection is of no use any more, and nothing was handed over."""


def _refusal(smtp: smtplib.SMTP, code: int, words: str) -> Exception:
    """What an answer other than "OK" means; the connection is made ready for the next message."""
    if code == CLOSING:
        return _Broken()
    try:
        smtp.rset()
    except (OSError, smtplib.SMTPException):
        smtp.close()  # noticed, and opened again, by the next message
    return Postponed() if code in TEMPORARY else Refused(words % {"code": code})


def _options(smtp: smtplib.SMTP, content: bytes) -> list[str]:
    return [f"size={len(content)}"] if smtp.has_extn("size") else []
