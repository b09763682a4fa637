"""Review: a person reads every point once, beside what all will read, before it becomes work."""
