"""The order of `today`: what each thing costs by waiting, what fits, which promises are at risk."""
