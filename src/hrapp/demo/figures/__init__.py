"""The figures of 禾光家装, 30 people who design and build homes. All of it is invented."""
