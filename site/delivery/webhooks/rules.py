"""Where webhooks may go."""

from django.conf import settings

from core.outgoing.addresses import PORTS, Rules


def rules() -> Rules:
    """HTTPS to public addresses, unless private ones are allowed (`WEBHOOKS_ALLOW_PRIVATE`)."""
    allow_private = settings.WEBHOOKS_ALLOW_PRIVATE
    return Rules(tuple(PORTS) if allow_private else ("https",), allow_private)
