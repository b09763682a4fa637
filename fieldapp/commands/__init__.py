"""flask fieldapp …: what is done at the command line, by the same services as the web."""
