"""What somebody has begun to write in a form that is sent with a button, kept for them alone until it is sent.

No record: not in the history, in no search, no overview, no mail. Features say which of their forms keep drafts (`places`).
"""
