from .changes import Change, Clock, Mark, PublicItem
from .purges import Purge

__all__ = ["Change", "Clock", "Mark", "PublicItem", "Purge"]
