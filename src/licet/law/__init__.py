"""The rule book: dated rules with their paragraphs."""
