"""Reads of the economy. Every one that serves a person is restricted to what that person may read on the day."""
