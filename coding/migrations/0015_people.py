"""Passwords that must be changed, browsers that are signed in, attempts to sign in.

Everybody signs in anew: sessions are kept in a table of their own. Demonstration accounts that still
have their published password are marked.
"""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from coding.accounts.demonstration import DEMO_ACCOUNTS


def mark_published_passwords(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mark the accounts that `load_demo` made, where their password was not changed."""
    using = schema_editor.connection.alias
    User, Account = apps.get_model("auth", "User"), apps.get_model("coding", "Account")
    for demo in DEMO_ACCOUNTS:
        for person in User.objects.using(using).filter(username=demo.username):
            if check_password(demo.password, person.password):
                Account.objects.using(using).create(user=person, has_published_password=True)


def end_sessions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Empty the table that was used before: nothing else ever would."""
    apps.get_model("sessions", "Session").objects.using(schema_editor.connection.alias).all().delete()


def let_admins_unlock(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Show attempts to sign in in admin, where they can be forgotten."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("coding")
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    names = ["view_signinattempts", "delete_signinattempts"]
    for group in Group.objects.using(using).filter(name="admin"):
        group.permissions.add(*Permission.objects.using(using).filter(codename__in=names))


class Migration(migrations.Migration):

    dependencies = [
        ('sessions', '0001_initial'),
        ('coding', '0014_check_counts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SharedCache',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'shared_cache',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SignInAttempts',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=10)),
                ('username', models.CharField(blank=True, max_length=150, verbose_name='name that was typed')),
                ('address', models.CharField(blank=True, max_length=45)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(db_index=True, verbose_name='counted until')),
            ],
            options={
                'verbose_name_plural': 'sign-in attempts',
                'default_permissions': ('view', 'delete'),
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('must_change_password', models.BooleanField(default=False, help_text='Somebody else chose the password: its owner changes it first.')),
                ('has_published_password', models.BooleanField(default=False, help_text='The password is one that the README tells everybody.')),
                ('link_key', models.CharField(blank=True, help_text='Of the newest link to set a password, till used.', max_length=43)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='account', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SignedIn',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('last_seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('device', models.CharField(blank=True, max_length=100)),
                ('address', models.CharField(blank=True, max_length=45)),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signed_in', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(end_sessions, migrations.RunPython.noop),
        migrations.RunPython(mark_published_passwords, migrations.RunPython.noop),
        migrations.RunPython(let_admins_unlock, migrations.RunPython.noop),
    ]
