from .media import Document, Image, Rendition
from .organisations import Partner
from .pages import BasePage
from .people import ContactPerson
from .settings import SiteSettings
from .topics import Topic
from .users import User

__all__ = [
    "BasePage",
    "ContactPerson",
    "Document",
    "Image",
    "Partner",
    "Rendition",
    "SiteSettings",
    "Topic",
    "User",
]
