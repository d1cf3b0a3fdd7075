"""Uploading pictures: what is asked, what is refused and why, what the file already says."""
