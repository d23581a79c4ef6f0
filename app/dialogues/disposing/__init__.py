"""Disposing of established records by law: one proposes with reason and ground, another confirms, a protocol is kept."""
