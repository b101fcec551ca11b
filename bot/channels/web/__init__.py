"""Web chat: pages and JSON API."""
