"""Log lines that say what failed and where, and never what anyone wrote.

An exception's message can quote a row ("Key (handle)=(…) already exists"), and a request's
arguments can hold a code, so neither reaches a log: only the exception's class and the places
in our code that it came through.
"""

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


class NoContentFormatter(logging.Formatter):
    """Time, level, logger, message; for an exception its class and its frames."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        if isinstance(record.args, tuple):
            safe = logging.makeLogRecord(record.__dict__)
            safe.args = tuple(
                type(arg).__name__ if isinstance(arg, BaseException) else arg for arg in record.args
            )
            safe.exc_text = None
            return super().format(safe)
        return super().format(record)

    def formatException(self, ei: ExcInfo) -> str:  # type: ignore[override]
        lines = []
        error: BaseException | None = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
            lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)
