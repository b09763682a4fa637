"""Forms, one module per view module that has any."""
