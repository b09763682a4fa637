"""One module per thing a person sees."""
