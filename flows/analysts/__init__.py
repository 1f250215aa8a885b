"""What analysts get: the questions of sql/analysts, and a file of their own without anybody's name."""
