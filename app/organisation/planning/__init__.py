"""What a file would change: pure, so that a dry run and the real thing think the same thoughts."""
