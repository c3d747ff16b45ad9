"""Pose estimation: models behind one interface, who the runner is, and following the runner through a clip."""
