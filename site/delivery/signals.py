"""Signals of this floor."""

from django.dispatch import Signal

# Sent within the transaction that records them; arguments: changes (list of `Change`, in order).
changes_recorded = Signal()
