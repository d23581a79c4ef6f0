"""Goals from draft to established: written, shared for dialogue, established as a version, ended with words."""
