"""Open311 GeoReport v2: other councils' systems send reports to the hub, and read what is public."""
