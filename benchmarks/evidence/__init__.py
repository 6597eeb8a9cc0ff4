"""How well pictures are seen: one module a kind of evidence, each with ``run(seed, count)``."""
