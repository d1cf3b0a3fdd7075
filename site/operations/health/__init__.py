"""Two questions that a supervisor asks: does the process live, and can it do its work?

- `views`: the answers, at /health/live and /health/ready;
- `checks`: what is asked for the second, and what must be well for a yes;
- `state`: how old what waits is; the metrics say it too.
"""

from .checks import unapplied_migrations

__all__ = ["unapplied_migrations"]
