"""Files beside what is written: on one's own picture, hidden as the picture is, or on the meeting, read as the notes are."""
