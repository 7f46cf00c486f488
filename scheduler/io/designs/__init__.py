"""Team designs as files: borders in; JSON, tables, GeoJSON and maps out. Nothing here computes a figure of a design."""
