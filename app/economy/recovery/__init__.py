"""An overspend is brought home over the coming years, or exempted by those who may."""
