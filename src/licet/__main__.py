"""`python -m licet` is `licet`."""

from licet.app.cli import main

if __name__ == "__main__":
    main()
