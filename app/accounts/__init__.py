"""Accounts: how a person proves to be who they are, and how a sign-in begins and ends."""
