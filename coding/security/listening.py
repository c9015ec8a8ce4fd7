"""What the security log listens to: signing in, steps of releases, rights, exports, backups."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save

from coding.accounts import events
from coding.models import BackupRun, ExportRun, Release, Sheet
from coding.models.list_changes import owners
from coding.security.log import record
from coding.workflow import announcements
from coding.workflow.announcements import Happening

RIGHTS = ("username", "email", "is_active", "is_staff", "is_superuser")


def of_account(event: events.AccountEvent) -> None:
    by_themselves = event.kind in ("signed in", "signed out")
    person = event.by or (event.person if by_themselves else "")
    record(event.kind, person=person, about=event.person, more=event.more)


def of_step(happening: Happening) -> None:
    """Log steps of releases, sheets put aside, and reading of other people's drafts.

    Other steps are in the record.
    """
    if happening.step == "read":
        record("draft of somebody else read", person=happening.by, about=happening.subject)
    elif isinstance(happening.subject, Release):
        record(f"release {happening.done}", person=happening.by, about=happening.subject)
    elif isinstance(happening.subject, Sheet) and happening.step in ("put-aside", "take-back"):
        record(f"sheet {happening.done}", person=happening.by, about=happening.subject)


def rights_changed(
    sender: Any, instance: User, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Log changes of rights, names and passwords, from wherever they are saved."""
    is_told = update_fields is None or {*update_fields} & {*RIGHTS}
    if raw or instance.pk is None or not is_told:
        return  # a rehash of the same password is also saved alone
    before = User.objects.filter(pk=instance.pk).values(*RIGHTS, "password").first() or {}
    now = {name: getattr(instance, name) for name in RIGHTS}
    changes = [
        f"{name}: {before[name]} → {now[name]}"
        for name in RIGHTS
        if before and before[name] != now[name]
    ]
    if changes:
        record("account changed", about=instance, more=", ".join(changes))
    if before and before["password"] != instance.password:
        record("password changed", about=instance)


def account_made(
    sender: Any, instance: User, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    if created and not raw:
        record("account made", about=instance)


def role_renamed(sender: Any, instance: Group, raw: bool = False, **kwargs: Any) -> None:
    """Log that a role has another name: who has it can do what is allowed by the new one."""
    before = Group.objects.filter(pk=instance.pk).values_list("name", flat=True).first()
    if before is not None and before != instance.name and not raw:
        record("role renamed", about=instance, more=f"name: {before} → {instance.name}")


def role_made(
    sender: Any, instance: Group, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    if created and not raw:
        record("role made", about=instance)


def role_removed(sender: Any, instance: Group, **kwargs: Any) -> None:
    """Log who loses a role that is removed: no other signal tells it."""
    names = sorted(person.get_username() for person in instance.user_set.all())
    record("role removed", about=instance, more=f"from: {', '.join(names) or 'nobody'}")


def permissions_changed(
    sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    """Log permissions given to people or roles, or taken away, from either side."""
    keys = owners(sender, instance, action=action, reverse=reverse, model=model, keys=pk_set)
    done = {"post_add": "given", "post_remove": "taken", "post_clear": "all taken"}.get(action)
    if done is None:
        return
    named = model.objects.filter(pk__in=keys if reverse else pk_set or ())
    whose, rights = (named, [instance]) if reverse else ([instance], named)
    names = ", ".join(sorted(right.codename for right in rights))
    for whose_rights in whose:
        record(f"permissions {done}", about=whose_rights, more=names)


def run_ended(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Log that an export or backup ended, and how."""
    if instance.ended_at:
        how = "succeeded" if instance.succeeded else "failed"
        record(f"{sender._meta.verbose_name} {how}", about=instance.output, more=instance.message)


def listen() -> None:
    """Connect all signal handlers; called once, when the app is ready."""
    events.listeners.append(of_account)
    announcements.listeners.append(of_step)
    pre_save.connect(rights_changed, sender=User, dispatch_uid="security.rights")
    post_save.connect(account_made, sender=User, dispatch_uid="security.account")
    pre_save.connect(role_renamed, sender=Group, dispatch_uid="security.role_renamed")
    post_save.connect(role_made, sender=Group, dispatch_uid="security.role_made")
    pre_delete.connect(role_removed, sender=Group, dispatch_uid="security.role_removed")
    for run in (ExportRun, BackupRun):
        post_save.connect(run_ended, sender=run, dispatch_uid=f"security.{run.__name__}")
    for through in (User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(permissions_changed, through, dispatch_uid=f"security.{through}")
