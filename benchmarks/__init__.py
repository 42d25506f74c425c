"""Quality and speed, measured: `make bench` runs all, `python -m benchmarks NAME ...` some."""
