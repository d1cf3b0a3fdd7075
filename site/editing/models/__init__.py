from .changes import ChangedSentence, SourceChange, merged
from .freshness import Confirmation
from .imported import ImportedItem
from .links import Link, WebAddress
from .page_templates import PageTemplate
from .pictures import SilentPicture
from .roles import GroupState, Role, StateCollection
from .spreadsheets import SpreadsheetUpload

__all__ = [
    "ChangedSentence",
    "Confirmation",
    "GroupState",
    "ImportedItem",
    "Link",
    "PageTemplate",
    "Role",
    "SilentPicture",
    "SourceChange",
    "SpreadsheetUpload",
    "StateCollection",
    "WebAddress",
    "merged",
]
