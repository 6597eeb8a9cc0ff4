"""Facts: what can be worked out from the documents as they were read.

Each fact is a class with ``extract(subject, knowledge)``; a check names it in its `needs` and reads it as
``subject[Fact]``. Facts build on one another, know no check and raise nothing.
"""
