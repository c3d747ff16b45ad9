"""Use cases of runs and shoes: the list, what each run says, which shoes it was run in, files taken in."""
