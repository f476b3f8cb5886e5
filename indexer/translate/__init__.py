"""Words and sentences in the other language, by an outside program that may be absent."""
