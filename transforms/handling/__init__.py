"""What becomes of alerts for people. What data says of them (transforms/alerts.py) is never changed here."""
