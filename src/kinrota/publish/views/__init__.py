"""What each audience may know of a plan: a small pure function each, from everything to the audience's facts."""
