"""``python -m plankg``."""

from plankg.main import run

if __name__ == "__main__":
    run()
