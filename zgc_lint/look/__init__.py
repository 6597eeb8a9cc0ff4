"""What can be seen in pictures and on pages: text, camera watermarks, seals, likeness.

`frames` turns a file into arrays of pixels, an engine module a kind of thing finds it there, `stage` brings them
together. Nothing here knows a check, a dictionary or a price; what comes out is plain data without pixels.
"""
