"""Settings, root addresses and the WSGI entry point of the ATOP coding site."""
