"""Views of documents that people hand on: reports inside, letters to a processor, statements to sign."""
