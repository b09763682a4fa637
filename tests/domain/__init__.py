"""The rules of the field, read as specifications."""
