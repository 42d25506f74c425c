"""The web desk: pages for people, made on the server; they work without JavaScript."""
