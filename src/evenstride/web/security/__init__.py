"""What stands in front of every route: who may ask, from where, how much, and what the answer tells the browser."""
