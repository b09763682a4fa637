"""The rules of the field as plain Python: tables and pure functions that know no framework."""
