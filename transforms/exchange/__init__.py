"""Exchange with other centres: what a request and an answer hold, and what a night makes of them. Pure."""
