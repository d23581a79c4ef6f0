"""Critical quality factors: made, established, reviewed each cycle, opened again, ended."""
