"""What phones do offline, applied once: one module per family of acts; `apply` chooses among them."""
