"""What must be kept: the append-only history, editions that both sides established, and the log of who read.

Every change is one entry in a hash chain the database refuses to change. The texts lie beside the chain with
a salt, and only their salted hash is in it, so a lawful disposal can erase a text and leave a tombstone that
still verifies.
"""
