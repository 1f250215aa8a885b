"""Days and times as every page writes them, for the pages that Django makes itself."""
