"""Signals of this floor."""

from django.dispatch import Signal

# Sent within the transaction that records them; arguments: changes (list of `Change`, in order),
# addresses (absolute addresses at which the changed pages are, and were).
changes_recorded = Signal()
