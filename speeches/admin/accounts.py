"""Accounts and groups: every change is audited, and only a superuser makes superusers."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _

from speeches.states import PERMISSIONS

from .trail import AuditedAdmin

User = get_user_model()
admin.site.unregister(User)
admin.site.unregister(Group)


class _PasswordShown(ReadOnlyPasswordHashWidget):
    """It is no control, and so nothing that could be disabled."""

    def build_attrs(self, *args, **kwargs):
        return {name: value for name, value in super().build_attrs(*args, **kwargs).items() if name != "disabled"}


class AccountForm(UserChangeForm):
    password = ReadOnlyPasswordHashField(label=_("Password"), widget=_PasswordShown)


class _Rights(forms.ModelMultipleChoiceField):
    """Permissions to tick, in the language of the page: Django keeps their names in English."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, permission):
        if permission.codename in PERMISSIONS:
            return PERMISSIONS[permission.codename]
        action, model = permission.codename.partition("_")[0], permission.content_type.model_class()
        if model is None or action not in _ACTIONS:
            return permission.name
        return f"{str(model._meta.verbose_name).capitalize()}: {_ACTIONS[action]}"


_ACTIONS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}


class PasswordForm(AdminPasswordChangeForm):
    usable_password_help_text = _("Without a password nobody signs in with this account. The present one is lost.")


@admin.register(User)
class AccountAdmin(AuditedAdmin, UserAdmin):
    """Only a superuser makes superusers and touches theirs; nobody changes his own groups and rights.

    Rights come by groups alone, so that it can be seen from the group what somebody may do.
    """

    form, change_password_form = AccountForm, PasswordForm
    list_display = ("username", "first_name", "last_name", "email", "roles", "may_sign_in")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("groups"))
    def roles(self, account):
        return ", ".join(sorted(group.name for group in account.groups.all())) or "–"

    @admin.display(description=_("may sign in"), ordering="is_active")
    def may_sign_in(self, account):
        return _("yes") if account.is_active and account.is_staff else _("no")

    def get_readonly_fields(self, request, obj=None):
        fixed = (*super().get_readonly_fields(request, obj), "last_login", "date_joined")
        if request.user.is_superuser:
            return fixed
        fixed = (*fixed, "is_superuser")
        return (*fixed, "is_staff", "is_active", "groups") if obj == request.user else fixed

    def has_change_permission(self, request, obj=None):
        return self._may(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may(request, obj) and super().has_delete_permission(request, obj)

    def _may(self, request, obj):
        return obj is None or request.user.is_superuser or not obj.is_superuser


@admin.register(Group)
class AuditedGroupAdmin(AuditedAdmin, GroupAdmin):
    """Who may change a group gives himself any right: that is a superuser's."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name != "permissions":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        rights = Permission.objects.select_related("content_type").order_by("content_type__app_label", "codename")
        rights = rights.exclude(content_type__app_label__in=("contenttypes", "sessions", "taggit"))
        return _Rights(rights, required=False, label=_("Permissions"))

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
