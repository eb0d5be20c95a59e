"""How words are spelled: what names sound like in either script, which cases they stand in, which words look alike."""
