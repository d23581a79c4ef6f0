"""Lines of meetings: who meets whom, how often, with which agenda; planning, moving, cancelling a meeting."""
