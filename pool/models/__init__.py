from .advisors import (
    AdvisorCountry,
    AdvisorIndexPage,
    AdvisorLanguage,
    AdvisorPage,
    AdvisorTopic,
)
from .consent import AdvisorConsent, ConsentState, Means, Scope
from .municipalities import Consultation, Municipality, Position
from .states import StateContact, StatePage, StatePartner

__all__ = [
    "AdvisorConsent",
    "AdvisorCountry",
    "AdvisorIndexPage",
    "AdvisorLanguage",
    "AdvisorPage",
    "AdvisorTopic",
    "ConsentState",
    "Consultation",
    "Means",
    "Municipality",
    "Position",
    "Scope",
    "StateContact",
    "StatePage",
    "StatePartner",
]
