"""The web application, for granian or any other WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianfang.settings")
application = get_wsgi_application()

# What is loaded stays; requests leave few cycles, so look for them less often than by default.
gc.freeze()
gc.set_threshold(20_000, 20, 50)
