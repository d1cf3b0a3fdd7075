from .accessibility import AccessibilityPage
from .contact import ContactFormField, ContactPage, ContactPagePerson
from .pages import ContentPage, HomePage

__all__ = [
    "AccessibilityPage",
    "ContactFormField",
    "ContactPage",
    "ContactPagePerson",
    "ContentPage",
    "HomePage",
]
