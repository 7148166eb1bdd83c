from django.apps import AppConfig
from django.utils.translation import gettext

from bangfu.kernel.phrases import speak_through


class WebConfig(AppConfig):
    name = "bangfu.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rooms that know no web framework speak through the same catalogues as the pages.

        Only now: before all apps are there, Django can't tell where the catalogues are.
        """
        speak_through(gettext)
