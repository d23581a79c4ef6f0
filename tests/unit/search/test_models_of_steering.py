"""What is found of drafts of steering models: their texts, each language by itself."""

from __future__ import annotations

from app.search.steering_models import spelled_out


def test_a_draft_is_spelled_out_one_language_at_a_time_and_without_keys() -> None:
    toml = """
key = "tranemo"
note = "Ur dokumentet"
[[goals]]
name = { sv = "Utvecklingsmål", en = "Development goal" }
why = { sv = "För att det ska bli bättre.", en = "To make it better." }
"""
    name, said = spelled_out(f"Vårt förslag\n{toml}")
    assert name == "Vårt förslag"
    assert said == (
        "Ur dokumentet · Utvecklingsmål · För att det ska bli bättre. · Development goal · To make it better."
    )
