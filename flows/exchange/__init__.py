"""Exchange with other centres: what is asked for persons with records elsewhere, and what is answered to others."""
