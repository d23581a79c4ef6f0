"""Steering models as data: profiles in TOML, their words and glossary, and the page about the model in force.

A profile never names code and code never names a profile: what a model needs is expressed in the schema as
something general. `docs/PROFILES.md` tells how to write one.
"""
