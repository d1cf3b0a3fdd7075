"""What a timer does every minute: publish and expire, end consents, delete what is kept too long.

`run_schedule` is the entrance; `jobs` lists what is done, each job in a file of its own.
"""

from .runner import Outcome, run_schedule

__all__ = ["Outcome", "run_schedule"]
