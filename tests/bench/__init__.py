"""Benchmarks: figures as ratios measured in one run; never in the default test run."""
