"""The terminal: thin click commands, one module per family, each imported when it is called."""
