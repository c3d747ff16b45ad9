"""Two recordings of one runner beside each other: what changed beyond error, and both in the phase of a stride."""
