"""Follow-up reports: put together from what exists, with own analysis and deviations; handed upward, received, rolled up."""
