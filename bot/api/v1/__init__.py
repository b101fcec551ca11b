"""The JSON API: concerns and figures for the partnership's own tools."""
