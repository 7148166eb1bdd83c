from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Passwords there before are left as they are; who set them is not known."""

    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.AddField(
            "user",
            "password_set_at",
            models.DateTimeField(null=True, verbose_name="密码设置时间"),
        ),
        migrations.AddField(
            "user",
            "password_set_by",
            models.CharField(
                choices=[
                    ("own", "本人"),
                    ("administrator", "系统管理员"),
                    ("operator", "本机操作员"),
                ],
                db_collation="C",
                default="",
                max_length=20,
                verbose_name="密码设置人",
            ),
        ),
        migrations.AddField(
            "user",
            "password_one_time",
            models.BooleanField(default=False, verbose_name="一次性密码"),
        ),
        migrations.AddField("user", "sessions_ended", models.IntegerField(default=0)),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=~Q(password_one_time=True, password_set_by="own"),
                name="user_own_password_lasts",
            ),
        ),
    ]
