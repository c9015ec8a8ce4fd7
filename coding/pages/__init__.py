"""What a page shows, put together for its template from models, history and rules; no request."""
