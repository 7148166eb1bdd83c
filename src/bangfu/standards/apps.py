from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "bangfu.standards"
    label = "standards"
    default_auto_field = "django.db.models.BigAutoField"
