"""The register of public commitments: written by the unit, decided by the body the model names, followed up in words."""
