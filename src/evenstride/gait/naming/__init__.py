"""Left and right held through the clip, strays out, gaps joined."""
