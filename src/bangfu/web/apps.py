from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "bangfu.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
