"""What a file of a dialogue can hang on, by the words the table of attachments has for it."""

SOURCE = "dialogue"
ON_PICTURE = "picture"
ON_MEETING = "meeting"
