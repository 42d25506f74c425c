"""The verbs people do: one module a subject; the command line, the API and the web call these."""
