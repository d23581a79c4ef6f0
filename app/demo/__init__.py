"""A municipality to try the product in: made up, lived in, and loaded through the same services as everything else."""
