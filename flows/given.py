"""What the command was given must be usable: told before anything is written, not after half a night."""

from __future__ import annotations

from flows.errors import UsageError
from flows.reference import read_divisions, read_link_model, read_policy, read_site
from flows.settings import Settings
from schemas.catalogue import TABLES
from transforms.policy.files import PolicyError, parse_policies
from transforms.stage.site import SiteFaultError, parse_sites


def check_given(settings: Settings) -> None:
    """Raises UsageError for a file or folder that is not there or cannot be read, and for an unknown table."""
    if not settings.inbox.is_dir():
        raise UsageError(f"找不到收件目录 {settings.inbox}。请检查 --inbox。")
    strange = sorted(name for name in settings.release if name.partition("@")[0] not in TABLES)
    if strange:
        raise UsageError(f"没有这样的表,无法放行:{'、'.join(strange)}。应为 部门.表@批次日期。")
    read_divisions(settings.divisions)
    read_link_model(settings.link_model)
    try:
        parse_policies(read_policy(settings.policy))
        parse_sites(read_site(settings.site))
    except (PolicyError, SiteFaultError) as fault:
        raise UsageError(str(fault)) from None
