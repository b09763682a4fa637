"""The chaos run: phones, server and network are killed, cut and changed; at the end nothing is lost."""
