"""Checklists where goals and their indicators are written: marks of something well written that help and block nothing."""
