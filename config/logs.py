"""Log lines that say what failed and where, and never what anyone wrote.

An exception's message can quote a row ("Key (handle)=(…) already exists"), and a request's
arguments can hold a code, so neither reaches a log: only the exception's class and the places
in our code that it came through.
"""

import logging
import traceback
from collections.abc import Mapping
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


# What Celery says of a task in its one dictionary of arguments, and what of it may be written:
# the others are its message, its arguments and its result, as text.
SAFE_NAMES = {"name", "id", "description", "hostname", "runtime"}


class NoContentFormatter(logging.Formatter):
    """Time, level, logger, message; for an exception its class and its frames."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        safe = logging.makeLogRecord(record.__dict__)
        safe.exc_text = None  # another handler's formatter may have left the message there
        if isinstance(record.args, Mapping):
            safe.args = {
                name: value if name in SAFE_NAMES else f"<{name}>"
                for name, value in record.args.items()
            }
        elif record.args:
            safe.args = tuple(
                type(arg).__name__ if isinstance(arg, BaseException) else arg for arg in record.args
            )
        return super().format(safe)

    def formatException(self, ei: ExcInfo) -> str:  # type: ignore[override]
        lines = []
        error: BaseException | None = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)
