"""Interfaces for machines: health and, later, open data."""
