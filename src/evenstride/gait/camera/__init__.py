"""How the camera stood: view, turn, and levelling."""
