from .changes import ChangedSentence, SourceChange, merged
from .freshness import Confirmation
from .imported import ImportedItem
from .links import Link, WebAddress
from .pictures import SilentPicture
from .roles import GroupState, Role, StateCollection
from .spreadsheets import SpreadsheetUpload

__all__ = [
    "ChangedSentence",
    "Confirmation",
    "GroupState",
    "ImportedItem",
    "Link",
    "Role",
    "SilentPicture",
    "SourceChange",
    "SpreadsheetUpload",
    "StateCollection",
    "WebAddress",
    "merged",
]
