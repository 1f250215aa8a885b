"""The desk's own tables: accounts, imported alerts with their work, acts, and the log of who looked and did."""

from review.models.acts import Act
from review.models.alerts import Alert, Night
from review.models.entries import Entry, Head
from review.models.requests import Request, RequestFile
from review.models.sheets import Sheet, SheetReturn
from review.models.users import Role, User

__all__ = ["Act", "Alert", "Entry", "Head", "Night", "Request", "RequestFile", "Role", "Sheet", "SheetReturn", "User"]
