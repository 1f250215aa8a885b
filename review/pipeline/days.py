"""Working days, as the night counts them."""

from transforms.calendar import add_working_days

__all__ = ["add_working_days"]
