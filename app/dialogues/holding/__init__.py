"""Holding the meeting: pictures side by side, a note two can write in, judgements, agreements, decisions, raised matters."""
