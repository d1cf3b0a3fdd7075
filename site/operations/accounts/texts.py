"""Sentences that several places say."""

from django.utils.translation import gettext_lazy as _

SIGNED_OUT = _("You were signed out because your session had ended. Please sign in again.")
