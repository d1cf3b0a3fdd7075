"""The WSGI application of the yardstick "stock" (see `stock_settings`)."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
