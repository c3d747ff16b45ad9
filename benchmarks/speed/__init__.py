"""How long the parts take, as ratios to the bare model and to the clip's own playing time."""
