"""Ask the web process of this container whether it is well: `python -m config.healthcheck`.

It asks by the service's own host name, because the pages answer to no other.
"""

import http
import http.client
import os
import sys


def main() -> int:
    """Return 0 when /health/ answers with 200, else 1 with one line on stderr."""
    port = int(os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")[2])
    host = os.environ.get("CASEWEEK_ALLOWED_HOSTS", "127.0.0.1").split(",")[0].lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/", headers={"Host": host})
        status = connection.getresponse().status
    except OSError as error:
        print(f"The web process does not answer: {error}", file=sys.stderr)
        return 1
    if status != http.HTTPStatus.OK:
        print(f"The web process answers with status {status}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
