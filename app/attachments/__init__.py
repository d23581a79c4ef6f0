"""Files attached to what people write: checked on the way in, kept outside the web root, read by those who read the text.

Features above say whose text a file belongs to (`holders`); nothing here decides who may read.
"""
