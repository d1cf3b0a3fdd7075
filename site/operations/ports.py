"""Whether the site can listen on a port.

Only the standard library: `make run` asks this file before anything is installed.
"""

import argparse
import errno
import re
import socket
import sys

HOST = "127.0.0.1"


class PortError(Exception):
    """The port can't be used; the message is one sentence for the person who chose it."""


def parse_port(text: str) -> int:
    """The port number that `text` names; PortError unless it is a whole number from 1 to 65535."""
    text = text.strip()
    if not re.fullmatch("[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise PortError(f"PORT={text} is not a port: give a whole number from 1 to 65535.")
    return int(text)


def require_free(port: int, host: str = HOST) -> None:
    """PortError if nothing could listen on `port` of `host` now."""
    # A server that listens on all addresses does not everywhere hinder a second one on a single
    # address, so an answer counts as well as a refused bind.
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex((host, port)) == 0:
            raise PortError(in_use(port))
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise PortError(explain(error, port)) from error


def explain(error: OSError, port: int) -> str:
    """What a failed bind to `port` means, as one sentence."""
    if error.errno == errno.EADDRINUSE:
        return in_use(port)
    if error.errno == errno.EACCES:
        return f"Port {port} is for administrators only; choose one from 1024: make run PORT=8001"
    return f"Port {port} can't be used: {error.strerror}."


def in_use(port: int) -> str:
    """The sentence for a port that something else listens on."""
    other = port + 1 if port < 65535 else port - 1
    return f"Port {port} is already in use; choose another: make run PORT={other}"


def main(arguments: list[str] | None = None) -> int:
    """Check the port given on the command line: 0 if it is free, else 1 and a line on stderr."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port")
    try:
        require_free(parse_port(parser.parse_args(arguments).port))
    except PortError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
