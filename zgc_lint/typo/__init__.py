"""A corrector of wrong characters and words: a noisy channel over a character n-gram model, offline and without torch.

For each position it asks which other character, or word of the same sound, could have been meant, and how much more
likely the sentence would be with it (Kernighan, Church and Gale 1990, "A spelling correction program based on a noisy
channel model"); gradient-boosted trees turn the gains into a probability (`classifier`). The tables lie in
``dictionaries/models``, each beside the script that makes it. Nothing here is imported before a check asks for
corrections: numpy takes time.
"""
