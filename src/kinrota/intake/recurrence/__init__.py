"""When something repeats: a rule of RFC 5545 becomes the wall-clock times that it names, with a bound on the work."""
