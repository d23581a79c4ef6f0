"""Search reads little of each hit: a narrow index of where texts belong, words that need no looking up again."""

from alembic import op

revision = "0023"
down_revision = "0019"
branch_labels = None
depends_on = None

PLACE = ["id", "owner", "kind", "owner_id", "object_id", "at", "over_unit_id", "rep_unit_id"]
ALL_WEIGHTED = " || ".join(
    f"setweight(to_tsvector('simple'::regconfig, {column}), '{letter}')"
    for column, letter in (("title_words", "A"), ("words", "B"), ("stems", "C"), ("whose", "D"))
)
MARKED = (
    "setweight(to_tsvector('simple'::regconfig, title_words), 'A')"
    " || setweight(to_tsvector('simple'::regconfig, words), 'B')"
    " || array_to_tsvector(string_to_array(regexp_replace(stems, '([^ ]+)', '=\\1', 'g'), ' '))"
    " || array_to_tsvector(ARRAY['@' || whose])"
)


def upgrade() -> None:
    """Let a hit be judged and ordered without its text being read."""
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("ix_search_text_place", "search_text", PLACE)
        return
    # The words move aside of the rows, which the rewriting of the table by a new column carries out.
    op.execute("ALTER TABLE search_text SET (toast_tuple_target = 512)")
    _words(MARKED)
    op.execute(
        "ALTER TABLE search_text ADD COLUMN title_tsv tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title_words)) STORED"
    )


def _words(expression: str) -> None:
    op.execute("ALTER TABLE search_text DROP COLUMN tsv")
    op.execute(f"ALTER TABLE search_text ADD COLUMN tsv tsvector GENERATED ALWAYS AS ({expression}) STORED")
    op.execute("CREATE INDEX ix_search_text_tsv ON search_text USING gin (tsv)")


def downgrade() -> None:
    """Put the words back into the rows."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_search_text_place", "search_text")
        return
    op.execute("ALTER TABLE search_text RESET (toast_tuple_target)")
    op.execute("ALTER TABLE search_text DROP COLUMN title_tsv")
    _words(ALL_WEIGHTED)
