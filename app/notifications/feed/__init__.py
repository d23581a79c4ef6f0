"""A calendar address of one's own: what one's calendar program reads by itself, without signing in."""
