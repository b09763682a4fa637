"""Messages that leave the house: mail, and requests to other servers."""
