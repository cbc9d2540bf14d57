"""What evokes a claim: the frames, triggers and operators that the domain's files list."""
