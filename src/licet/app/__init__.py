"""The ways in: command line, API, web."""
