"""Letting a phone of the same network in: the machine's address, its own certificate, a pairing code, a QR code."""
