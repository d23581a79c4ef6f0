"""Who may do what: the matrix of roles and permissions, the acting person, the scope of a read, and the guard.

Nothing here knows a table. The guard is the first gate (does any of this person's appointments carry the permission
now); the scope handed to every query is the second (in which units).
"""
