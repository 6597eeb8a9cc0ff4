"""What can be seen in pictures and on pages: pure engines on arrays of pixels."""
