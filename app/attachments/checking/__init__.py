"""Looking at a file before it is taken: what it is by its content, whether it is harmless, what to keep of it.

Every kind says what bytes to keep: pictures and texts are written anew, documents are kept as they are or refused.
"""
