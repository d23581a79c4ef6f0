"""What was talked about: that it was, for all who may read the subject; the words, for those they are for."""
