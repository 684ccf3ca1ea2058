"""The world's formats, read and written: bytes on one side, values on the other; nothing here opens a file."""
