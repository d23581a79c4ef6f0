"""What the tests stand on: databases, a client, a live server, a browser, and ways to measure."""
