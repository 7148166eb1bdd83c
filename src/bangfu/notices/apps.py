from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "bangfu.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
