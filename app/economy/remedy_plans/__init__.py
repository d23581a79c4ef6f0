"""Plans of remedies at deficits that somebody judges large: judged, handed over, received, followed up until done."""
