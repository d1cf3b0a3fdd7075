from .media import Document, Image, Rendition
from .organisations import Partner
from .pages import BasePage
from .people import ContactPerson
from .search import DocumentText, SearchEntry, SearchOccurrence, SearchTerm
from .settings import SiteSettings
from .topics import Topic
from .users import User

__all__ = [
    "BasePage",
    "ContactPerson",
    "Document",
    "DocumentText",
    "Image",
    "Partner",
    "Rendition",
    "SearchEntry",
    "SearchOccurrence",
    "SearchTerm",
    "SiteSettings",
    "Topic",
    "User",
]
