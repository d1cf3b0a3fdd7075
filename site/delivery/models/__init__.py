from .changes import Change, Clock, Mark, PublicItem

__all__ = ["Change", "Clock", "Mark", "PublicItem"]
