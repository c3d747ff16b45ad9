"""What is kept, aggregate by aggregate: frozen values in, frozen values out."""
