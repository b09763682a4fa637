"""Documents that are printed and kept: frozen data in, an accessible PDF or a print page out."""
