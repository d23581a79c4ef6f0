"""The municipality's own dialogue templates: themes, guiding questions, and what each theme brings along.

A template's themes live in versions. An edit makes a new version; a dialogue copies its themes when it is
planned, so nothing that is already planned changes with the template.
"""
