"""WHAT COLLEAGUES SWAP: one case, encrypted, out of one vault and merged into another. Not built yet."""
