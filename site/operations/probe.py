"""Whether the application server answers, for a container's health check: exit code 0 or 1.

    python site/operations/probe.py [/health/live]

Imports nothing of the site, so that it costs little each time.
"""

import http.client
import os
import sys

SECONDS = 4


def host(variables: dict[str, str]) -> str:
    """A name that the site answers to: the first of ALLOWED_HOSTS."""
    first = variables.get("ALLOWED_HOSTS", "").partition(",")[0].strip()
    return first.removeprefix(".") or "localhost"


def port(variables: dict[str, str]) -> int:
    """Where the server listens, as BIND says: "0.0.0.0:8000"."""
    return int(variables.get("BIND", "").partition(",")[0].rpartition(":")[2] or 8000)


def is_well(path: str, variables: dict[str, str]) -> bool:
    """Whether the server on this machine answers the address with 200 within a few seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port(variables), timeout=SECONDS)
    try:
        connection.request("GET", path, headers={"Host": host(variables)})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_well((sys.argv[1:] or ["/health/live"])[0], dict(os.environ)) else 1)
