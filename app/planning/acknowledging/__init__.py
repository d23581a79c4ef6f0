"""Goals acknowledged, or spoken against, by the bodies that the model says receive them."""
