"""The variables of the environment: read without surprises, and refused all at once.

`docs/operations.md` lists them, which tests/config/test_environment_list.py compares.
"""

from collections.abc import Callable, Iterable
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

BOOLEANS = {
    **dict.fromkeys(("true", "on", "ok", "yes", "y", "1"), True),
    **dict.fromkeys(("false", "off", "no", "n", "0", ""), False),
}
INTRODUCTION = (
    "The site does not start with these variables of the environment "
    "(docs/operations.md lists them all):"
)


class Variables(FileAwareMapping):
    """The environment; NAME_FILE names a file that holds the value of NAME (Docker's secrets).

    The line break with which such a file ends is no part of the value. A dollar sign is a dollar
    sign: django-environ would look for another variable of that name.
    """

    def __getitem__(self, key: str) -> str:
        return super().__getitem__(key).strip().replace("$", r"\$")


class Environment(environ.Env):
    """django-environ, which names the variable whatever is wrong with it, and goes on.

    A value that can't be read counts as its default until `insist` refuses it, so that whoever
    sets up a server learns of every mistake at once. No value is ever printed: it may be a secret.
    """

    ENVIRON = Variables()

    def __init__(self) -> None:
        super().__init__()
        self.escape_proxy = True
        self.problems: list[str] = []

    def get_value(
        self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, **more: Any
    ) -> Any:
        def read() -> Any:
            return super(Environment, self).get_value(var, cast=cast, default=default, **more)

        if default is self.NOTSET:
            default = ""
            if var not in self:
                self.problems.append(f"{var} is not set.")
        return self._attempt(var, read, default)

    @classmethod
    def parse_value(cls, value: str, cast: Any) -> Any:
        if cast is not bool:
            return super().parse_value(value, cast)
        if (word := value.lower()) not in BOOLEANS:
            raise ValueError("neither true nor false")
        return BOOLEANS[word]

    def db_url(self, var: str, default: str = "", **more: Any) -> dict[str, Any]:
        """The settings of a database; empty without one."""

        def understood(address: str) -> dict[str, Any]:
            if address and "://" not in address:
                raise ValueError("no address")
            return self.db_url_config(address, **more) if address else {}

        def read() -> dict[str, Any]:
            return understood(self.get_value(var, default=default))

        return self._attempt(var, read, understood(default))

    def email_url(self, var: str, default: str = "", **more: Any) -> dict[str, Any]:
        """The settings that begin with EMAIL; empty if the address is wrong."""
        return self._attempt(
            var, lambda: self.email_url_config(self.get_value(var, default=default), **more), {}
        )

    def insist(self, problems: Iterable[str] = ()) -> None:
        """Raise ImproperlyConfigured with what could not be read, and with `problems`."""
        said = [*self.problems, *problems]
        # What could not be read has also no good value; the first sentence says why.
        first = {problem.partition(" ")[0]: problem for problem in reversed(said)}
        kept = [problem for problem in said if first[problem.partition(" ")[0]] == problem]
        if kept:
            raise ImproperlyConfigured("\n- ".join([INTRODUCTION, *dict.fromkeys(kept)]))

    def _attempt(self, var: str, read: Callable[[], Any], default: Any) -> Any:
        try:
            return read()
        except OSError as error:
            self.problems.append(f"{var} can't be read from {var}_FILE: {error.strerror}.")
        except (ImproperlyConfigured, ValueError, KeyError):
            self.problems.append(f"{var} has a value that can't be understood.")
        return default


env = Environment()
