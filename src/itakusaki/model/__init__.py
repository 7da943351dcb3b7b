"""The vocabulary: frozen values that stages hand to one another. Standard library only."""
