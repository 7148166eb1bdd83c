from django.apps import AppConfig


class ScopeConfig(AppConfig):
    name = "bangfu.scope"
    label = "scope"
    default_auto_field = "django.db.models.BigAutoField"
