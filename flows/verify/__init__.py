"""Verification on request (核对服务): `hedui verify`, the folder a flow watches, and `verify` for the desk."""
