"""Documents people hand on: wording once per kind in Markdown, layout once per format."""
