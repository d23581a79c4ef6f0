"""What a goal's measures show and are to show, year by year: targets, results, and all of them in one table."""
