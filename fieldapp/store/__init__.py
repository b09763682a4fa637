"""SQLAlchemy, and nothing but SQLAlchemy: one module per model with its queries."""
