"""What has been said and released upward: passages two people let go of, the answers from above, and their
receipts.

Dialogues write here when a record is established; every feature that needs to show words before figures reads
here.
"""
