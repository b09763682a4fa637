"""Maps without a network: the basemap archive, and the drawn maps of print pages and small screens."""
