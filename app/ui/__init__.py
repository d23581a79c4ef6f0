"""The look and the voice of every page.

The page frame, the components, the style sheet and the browser's script, Markdown made safe, dates and times
as people here say them, response headers, and the pages shown when something goes wrong. Knows nothing of
what the product is about; `install.install(app)` gives all of it to an application.
"""
