"""What is killed, cut, filled up or set back, and what must hold afterwards: each fault by its number."""
