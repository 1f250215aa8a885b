"""Django's rules for passwords whose words are not in its Chinese translation."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator, UserAttributeSimilarityValidator


class LongEnough(MinimumLengthValidator):
    """As Django's, told in Chinese."""

    def get_error_message(self) -> str:
        """What was wrong."""
        return f"密码太短，不能少于 {self.min_length} 个字符。"


class UnlikeTheAccount(UserAttributeSimilarityValidator):
    """As Django's, told in Chinese."""

    def get_error_message(self) -> str:
        """What was wrong."""
        return "密码与账号或姓名太相近。"
