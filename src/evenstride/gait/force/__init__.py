"""Contacts and loading from a force platform."""
