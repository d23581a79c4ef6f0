"""What a report is put together from, part by part: read through the rooms where it stands, quoted with source and date."""
