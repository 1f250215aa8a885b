"""What staff decided of alerts, by which due process, and what is measured from it. Pure: no clock, no files."""
