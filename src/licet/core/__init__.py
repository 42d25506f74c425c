"""The words that every other part of licet uses. Standard library only."""
