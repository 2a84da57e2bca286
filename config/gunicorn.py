"""How gunicorn serves Caseweek. `WEB_CONCURRENCY` processes, `WEB_THREADS` threads in each.

Threads, because a request waits on the database much more than it computes; processes, because
a researcher's page that counts would otherwise hold up the diaries. Each thread keeps one
connection to the database, so PostgreSQL needs processes × threads of them.
"""

import os

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 20
keepalive = 5

# A process is replaced now and then, not all at once, so that no leak lasts.
max_requests = 50_000
max_requests_jitter = 5_000

# Loaded once and shared by the processes. Nothing opens a database connection while loading;
# post_fork makes sure that none is ever inherited.
preload_app = True

control_socket_disable = True  # nothing here is steered while it runs

# No access log: who asked for what, and when, is nobody's to read. Errors are written as the
# service writes its own: the class and the places, never the message or the address asked for.
accesslog = None
loglevel = "warning"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "config.logs.NoContentFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}


def post_fork(server: object, worker: object) -> None:
    """Start the new process without a connection of the process it was copied from."""
    from django.db import connections

    connections.close_all()
