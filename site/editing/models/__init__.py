from .freshness import Confirmation
from .links import Link, WebAddress
from .pictures import SilentPicture

__all__ = ["Confirmation", "Link", "SilentPicture", "WebAddress"]
