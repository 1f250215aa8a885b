"""Django's admin, for administrators and for accounts alone: no household, alert, act or log entry stands in it.

Who may enter is told by the role (review/access.py); is_staff and is_superuser give nothing.
"""

from __future__ import annotations

from typing import Any

from axes.utils import reset as unlock
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from review import ledger
from review.access import may
from review.accounts import codes, locks, sessions
from review.accounts.duties import conflict_told
from review.accounts.forms import AccountForm, NewAccountForm, ResetForm
from review.models import User
from review.pages.guard import page

_LOGGED = ("role", "division", "is_active", "otp_required", "staff_no")


class Administration(admin.AdminSite):
    """Accounts only, behind the same guard as every page of the desk."""

    site_title = site_header = index_title = "账号管理"
    enable_nav_sidebar = False
    site_url = "/account/"

    def has_permission(self, request: HttpRequest) -> bool:
        """By role."""
        return may(request.user, "accounts")  # type: ignore[arg-type]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin is a page of the desk: account, role, log."""
        return page("accounts", "账号管理", ("GET", "POST"))(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one door."""
        return redirect("login")

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The accounts at once."""
        return redirect("admin:review_user_changelist")

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """The same."""
        return redirect("admin:review_user_changelist")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The desk's own page."""
        return redirect("password")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The same."""
        return redirect("password")

    def get_urls(self) -> list[Any]:
        """Without the ways to other objects' pages."""
        return [one for one in super().get_urls() if getattr(one, "name", "") not in {"view_on_site", "autocomplete"}]


class Accounts(UserAdmin):  # type: ignore[type-arg]
    """Make, change, lock and unlock accounts; never delete: the log and the acts name them."""

    form, add_form, change_password_form = AccountForm, NewAccountForm, ResetForm
    list_display = (
        "account",
        "name",
        "staff_no",
        "role",
        "division",
        "is_active",
        "otp_required",
        "last_login",
        "locked",
    )
    list_filter = ("role", "is_active", "otp_required")
    search_fields = ("username", "name", "staff_no")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("account", "password")}),
        ("人员", {"fields": ("name", "staff_no")}),
        ("权限", {"fields": ("role", "division", "otp_required", "is_active")}),
        ("时间", {"fields": ("last_login", "date_joined", "locked")}),
    )
    add_fieldsets = ((None, {"fields": (*NewAccountForm.Meta.fields, "password1", "password2")}),)
    readonly_fields = ("account", "last_login", "date_joined", "locked")
    actions = ("unlocked", "without_codes", "signed_out")

    @admin.display(description="账号", ordering="username")
    def account(self, obj: User) -> str:
        """Its name, called as everywhere else."""
        return obj.username

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """The name of an account stays: acts are recorded under it."""
        return self.readonly_fields if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With what wrong passwords have locked, which can be sorted to the top."""
        return locks.with_locks(super().get_queryset(request))

    @admin.display(description="登录锁定", ordering="failed_at", empty_value="")
    def locked(self, obj: User) -> str:
        """Until when nobody comes in under this name."""
        return locks.until(obj.failed_at)  # type: ignore[attr-defined]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """By role, as all below."""
        return may(request.user, "accounts")  # type: ignore[arg-type]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """See."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Make."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Change."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Like any page that is not there, instead of a message that repeats what was asked for."""
        raise Http404

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The form knows who asks."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.asker = request.user
        return form

    def _changeform_view(self, request: HttpRequest, *args: Any) -> HttpResponse:
        """With an entry for what the form refused."""
        answer: HttpResponse = super()._changeform_view(request, *args)  # type: ignore[misc]
        shown = getattr(answer, "context_data", None) or {}
        refused = getattr(getattr(shown.get("adminform"), "form", None), "refused", "")
        if refused:
            told = [("account", shown["original"].username)]
            ledger.write(request.user, "改账号", told, "refused", {"why": refused})  # type: ignore[arg-type]
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save, log what became what, and tell of duties that do not go together."""
        before = User.objects.filter(pk=obj.pk).values(*_LOGGED).first() if change else None
        super().save_model(request, obj, form, change)
        after = {name: getattr(obj, name) for name in _LOGGED}
        moved = {name: [before[name], new] for name, new in after.items() if before[name] != new} if before else after
        told = conflict_told(obj)
        details = moved | ({"conflict": told} if told else {})
        self._log(request, "改账号" if change else "建账号", obj, details)
        if told:
            self.message_user(request, told, messages.WARNING)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Another's password; one's own is changed where the old one is asked for."""
        if id == str(request.user.pk):
            return redirect("password")
        return super().user_change_password(request, id, form_url)

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """A reset password has no save_model: its entry is written here, and its sessions end."""
        if request.resolver_match and request.resolver_match.url_name == "auth_user_password_change":
            sessions.end(obj)
            self._log(request, "重设密码", obj, {})
        return super().log_change(request, obj, message)

    @admin.action(description="解除登录锁定")
    def unlocked(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Wrong passwords are forgotten."""
        for one in queryset:
            self._log(request, "解除登录锁定", one, {"failures": unlock(username=one.username)})
        self.message_user(request, "已解除锁定。")

    @admin.action(description="清除动态码设备（手机遗失）")
    def without_codes(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Devices and backup codes of others are void, their sessions end."""
        for one in queryset.exclude(username=request.user.get_username()):
            self._log(request, "清除动态码设备", one, {"devices": codes.remove(one)})
            sessions.end(one)
        self.message_user(request, "已清除；本人的设备请在“我的账号”中更换。")

    @admin.action(description="退出其全部登录")
    def signed_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Every session of theirs ends, but not one's own."""
        for one in queryset.exclude(username=request.user.get_username()):
            self._log(request, "退出其全部登录", one, {"sessions": sessions.end(one)})
        self.message_user(request, "已退出。")

    def _log(self, request: HttpRequest, act: str, obj: User, details: dict[str, Any]) -> None:
        ledger.write(request.user, act, [("account", obj.username)], "done", details)  # type: ignore[arg-type]


site = Administration(name="admin")
site.disable_action("delete_selected")
site.register(User, Accounts)
