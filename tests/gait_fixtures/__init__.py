"""Made-up movement whose answers are known by hand, shared by the gait tests."""
