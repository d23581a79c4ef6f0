"""The thread (röda tråden): from the vision through goals to activities and back, with what was said of each in dialogue."""
