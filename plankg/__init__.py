"""The front door: the ``plankg`` command and the workflows it runs."""
