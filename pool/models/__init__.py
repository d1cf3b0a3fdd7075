from .advisors import (
    AdvisorCountry,
    AdvisorIndexPage,
    AdvisorLanguage,
    AdvisorPage,
    AdvisorTopic,
)
from .consent import AdvisorConsent, ConsentState, Means, Scope
from .consent_texts import ConsentText
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
    "ConsentText",
    "Consultation",
    "Means",
    "Municipality",
    "Position",
    "Scope",
    "StateContact",
    "StatePage",
    "StatePartner",
]
