"""The quote check: is this what the source says?"""
