"""Masking, as everywhere in the project."""

from flows.workbook import safe_text
from transforms.masking import MaskingFilter, mask_id_number, mask_name, mask_phone, mask_text

__all__ = ["MaskingFilter", "mask_id_number", "mask_name", "mask_phone", "mask_text", "safe_text"]
