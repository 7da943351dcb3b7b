"""`python -m itakusaki`: the same as the command `itakusaki`."""

from itakusaki.cli.main import main

if __name__ == "__main__":
    main()
