"""The municipality's own headings for what units write: which parts a core mission or an analysis begins with."""
