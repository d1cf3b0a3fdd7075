from .advisors import (
    AdvisorCountry,
    AdvisorIndexPage,
    AdvisorLanguage,
    AdvisorPage,
    AdvisorTopic,
)
from .consent import AdvisorConsent, Means, Scope
from .municipalities import Consultation, Municipality
from .states import StateContact, StatePage, StatePartner

__all__ = [
    "AdvisorConsent",
    "AdvisorCountry",
    "AdvisorIndexPage",
    "AdvisorLanguage",
    "AdvisorPage",
    "AdvisorTopic",
    "Consultation",
    "Means",
    "Municipality",
    "Scope",
    "StateContact",
    "StatePage",
    "StatePartner",
]
