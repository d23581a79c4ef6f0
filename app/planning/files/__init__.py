"""Goals and activities as spreadsheets: taken away, and read in after a dry run."""
