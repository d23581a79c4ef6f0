"""Questions in the golden zone: is this what or how? Two pictures, hidden until both are there, then a shared one."""
