"""The ways in which old sheets are untidy, one test each: the right value, or a sentence. Never another value."""
