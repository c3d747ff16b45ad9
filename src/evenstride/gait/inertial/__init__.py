"""Running from one motion sensor: rhythm and contact from the sacrum, impacts from the shin."""
