from .freshness import Confirmation
from .links import Link, WebAddress
from .pictures import SilentPicture
from .roles import GroupState, Role, StateCollection

__all__ = [
    "Confirmation",
    "GroupState",
    "Link",
    "Role",
    "SilentPicture",
    "StateCollection",
    "WebAddress",
]
