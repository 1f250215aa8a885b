"""Files of old requests go; that there was a request, by whom and with what counts, stays."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from review import ledger
from review.models import Request, RequestFile, SheetReturn
from review.requests import folders


class Cleaned(NamedTuple):
    """requests: whose files were deleted; files: how many; previews: sheets that were uploaded and never confirmed."""

    requests: int
    files: int
    previews: int


def clean(days: int) -> Cleaned:
    """Delete files of requests older than `days`, folders that no request has, and the rows of old previews."""
    before = timezone.now() - timedelta(days=days)
    old = [
        one for one in Request.objects.filter(at__lt=before).exclude(state="cleaned") if not folders.at_work(one.number)
    ]
    known = {str(number) for number in Request.objects.values_list("number", flat=True)}
    files = 0
    for path in folders.top().iterdir():
        if path.is_dir() and path.name not in known and path.stat().st_mtime < before.timestamp():
            files += folders.delete(path)
    for one in old:
        with transaction.atomic():
            RequestFile.objects.filter(request=one).delete()
            Request.objects.filter(pk=one.pk).update(state="cleaned", told="", finished_at=timezone.now())
            ledger.write(None, "清理核对请求", [("request", str(one.number))], account="clean_requests")
        files += folders.clear(one.number)
    previews = SheetReturn.objects.filter(state=SheetReturn.WAITING, at__lt=before).update(
        state=SheetReturn.DROPPED, rows=[]
    )
    return Cleaned(len(old), files, previews)
