"""Forms of accounts: signing in with an optional code, and what administrators fill in."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AuthenticationForm,
    BaseUserCreationForm,
    UserChangeForm,
    UsernameField,
)
from django.contrib.auth.signals import user_login_failed

from review.accounts import codes
from review.models import Role, User

RULES = "不少于 10 个字符，不能全是数字，不能是常见密码，不能与账号、姓名相近。"
WRONG = "账号、密码或动态码不对。连续 5 次输错将锁定半小时。"


def _first_password(form: forms.BaseForm) -> None:
    """Labels and the rules in the words of the desk's own page."""
    form.fields["password1"].label, form.fields["password2"].label = "初始密码", "再输一遍"
    form.fields["password1"].help_text = f"{RULES}本人首次登录须改。"
    form.fields["password2"].help_text = ""


class ResetLink(forms.Widget):
    """Instead of the parts of a hash, which are nobody's business: the way to a new password."""

    template_name = "review/reset_link.html"
    read_only = True

    def id_for_label(self, id_: str) -> None:  # type: ignore[override]
        """Nothing to label."""
        return


class SignInForm(AuthenticationForm):
    """Name, password, and the code of an account that has a device.

    One sentence for whatever was wrong, so that it tells nothing of which accounts exist or which password fits.
    """

    username = UsernameField(label="账号", max_length=150)
    otp_token = forms.CharField(label="动态码", required=False, max_length=16)
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def clean(self) -> dict[str, Any]:
        """Both factors; a wrong code counts towards the lock like a wrong password."""
        cleaned: dict[str, Any] = super().clean()
        user: Any = self.user_cache
        if isinstance(user, User) and codes.has_device(user):
            device = codes.fitting(user, cleaned.get("otp_token", ""))
            if device is None:
                self.user_cache = None
                user_login_failed.send(
                    sender=__name__, credentials={"username": user.username}, request=self.request
                )  # fmt: skip
                raise self.get_invalid_login_error()
            user.otp_device = device  # type: ignore[attr-defined]
        return cleaned


class NewAccountForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """A new account with its first password, which must be changed at the first login."""

    class Meta:
        model = User
        fields = ("username", "name", "staff_no", "role", "division", "otp_required")
        field_classes = {"username": UsernameField}
        labels = {"username": "账号"}
        help_texts = {"username": "登录时用的名字，只用字母、数字和 @ . + - _，建好后不能改。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _first_password(self)


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    """What may be changed of an account. `asker` is set by the page.

    Refused: one's own role or deactivation, and the last administrator's. `refused` then says why, for the log.
    """

    asker: ClassVar[User]
    refused = ""

    class Meta:
        model = User
        fields = ("name", "staff_no", "role", "division", "otp_required", "is_active")
        help_texts = {"is_active": "去掉勾选即停用，不能再登录。账号不删除：日志和办理记录要用。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget = ResetLink()
        self.fields["password"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """The form's own rules, then those of the administrators."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role, active = cleaned.get("role", self.instance.role), cleaned.get("is_active", self.instance.is_active)
        before = User.objects.get(pk=self.instance.pk)
        if before.pk == self.asker.pk and (role, active) != (before.role, before.is_active):
            self._refuse("不能改自己的角色，也不能停用自己。请另一位系统管理员来做。")
        stays = role == Role.ADMINISTRATOR and active
        if before.role == Role.ADMINISTRATOR and before.is_active and not stays:
            # Locked in one order: of two administrators who remove each other at once, the second waits and is refused.
            rows = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk")
            if not [one for one in rows if one.pk != before.pk]:
                self._refuse("这是最后一位系统管理员，不能停用，也不能改角色。")
        return cleaned

    def _refuse(self, why: str) -> None:
        self.refused = why
        raise forms.ValidationError(why)


class ResetForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password that an administrator sets; its owner must change it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)  # an account without a password is deactivated instead
        self.fields["password1"].required = self.fields["password2"].required = True
        _first_password(self)

    def save(self, commit: bool = True) -> User:
        """With the mark that it must be changed."""
        self.user.must_change = True
        saved: User = super().save(commit)
        return saved
