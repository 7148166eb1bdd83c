from datetime import date

from django.db import migrations

#: Days that an answer waits for somebody to take it in or to put it away.
SHIPPED = {"answers_kept_days": 30}
SOURCE = "系统内置：银行回单上传后三十天内处理；请按本地文件录入"


def enter_shipped(apps, schema_editor):
    parameters = apps.get_model("casework", "CaseParameter")
    parameters.objects.bulk_create(
        parameters(
            place="000000", name=name, value=value, valid_from=date(2000, 1, 1), source=SOURCE
        )
        for name, value in SHIPPED.items()
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0015_limits_are_parameters")]
    operations = [migrations.RunPython(enter_shipped, migrations.RunPython.noop)]
