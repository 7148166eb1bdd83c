import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
application = get_wsgi_application()

from bangfu.web.rendering.beforehand import read_beforehand  # noqa: E402 (needs Django set up)

read_beforehand()
# What is loaded by now stays as long as the process: no collection needs to look at it again. And a
# page makes ten thousand short-lived objects; looking for circles every 700 of them finds none.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
