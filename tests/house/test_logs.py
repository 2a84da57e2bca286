"""What an exception's message quotes never reaches a formatted log line."""

import logging
from collections.abc import Mapping

from config.logs import NoContentFormatter

SECRET = "Key (handle)=(d1f5) already exists"


class RowError(Exception):
    """Stands for a database's error, whose message quotes the row."""


def formatted(message: str, *args: object, error: BaseException | None = None) -> str:
    exc_info = (type(error), error, error.__traceback__) if error else None
    if len(args) == 1 and isinstance(args[0], Mapping):
        record_args: object = args[0]
    else:
        record_args = args
    record = logging.LogRecord("caseweek", logging.ERROR, "x.py", 1, message, record_args, exc_info)
    return NoContentFormatter().format(record).partition(" ERROR ")[2]


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as caught:
        return caught


def test_exception_is_logged_by_class_and_place_only():
    error = raised(RowError(SECRET))
    line = error.__traceback__.tb_lineno

    text = formatted("saving failed", error=error)

    assert text.splitlines() == [
        "caseweek: saving failed",
        "tests.house.test_logs.RowError",
        f"  {__file__}:{line} in raised",
    ]


def test_cause_of_an_exception_is_logged_by_class_and_place_only():
    error = raised(ValueError("outer " + SECRET), cause=raised(RowError(SECRET)))

    text = formatted("saving failed", error=error)

    assert [line for line in text.splitlines() if not line.startswith("  ")] == [
        "caseweek: saving failed",
        "builtins.ValueError",
        "tests.house.test_logs.RowError",
    ]


def test_exception_among_the_arguments_is_logged_by_class():
    text = formatted("job %s failed: %s", 7, RowError(SECRET))

    assert text == "caseweek: job 7 failed: RowError"


def test_text_formatted_before_by_another_handler_is_not_used_again():
    record = logging.LogRecord("caseweek", logging.ERROR, "x.py", 1, "failed", (), None)
    error = raised(RowError(SECRET))
    record.exc_info = (type(error), error, error.__traceback__)
    logging.Formatter().format(record)  # leaves the whole traceback in record.exc_text

    assert SECRET not in NoContentFormatter().format(record)


def test_failed_task_is_logged_without_its_message_and_arguments():
    """Celery passes one dictionary, with the message as text and the task's arguments."""
    error = raised(RowError(SECRET))
    context = {
        "hostname": "worker",
        "id": "1c0d",
        "name": "reports.tasks.build_job",
        "exc": repr(error),
        "traceback": f"Traceback: {error}",
        "args": "('answers',)",
        "kwargs": "{'note': 'answers'}",
        "description": "raised unexpected",
        "internal": False,
    }

    text = formatted(
        "Task %(name)s[%(id)s] %(description)s: %(exc)s %(args)s %(kwargs)s %(traceback)s",
        context,
        error=error,
    )

    assert "Task reports.tasks.build_job[1c0d] raised unexpected" in text
    assert SECRET not in text
    assert "answers" not in text


def test_settings_give_every_handler_the_formatter(settings):
    names = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}

    assert {settings.LOGGING["formatters"][name]["()"] for name in names} == {
        "config.logs.NoContentFormatter"
    }
