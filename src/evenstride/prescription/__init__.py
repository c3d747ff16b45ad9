"""From findings, screens and the runner's answers to a plan: safety first, then choice, dose and weeks."""
