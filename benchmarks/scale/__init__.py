"""What checking costs, from fifty filings to eight hundred, cold and warm, on one process and on several.

``python -m benchmarks.scale`` makes the batches, measures and writes the table and the plot; see its ``--help``.
"""
