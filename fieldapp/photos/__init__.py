"""The bytes of pictures: received in ranges, made harmless in a child process, kept in a vault."""
