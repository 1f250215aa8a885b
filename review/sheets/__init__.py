"""Sheets for townships without network: what goes out, how it is known again, what is read back."""
