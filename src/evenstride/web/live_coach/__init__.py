"""The live coach's socket: what may come over it, who sits at it, one picture at a time and never a queue."""
