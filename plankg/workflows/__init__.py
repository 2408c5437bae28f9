"""What the commands do, as plain functions that can be called from Python."""
