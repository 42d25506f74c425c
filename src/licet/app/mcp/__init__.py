"""The way in for assistants: an MCP server."""
