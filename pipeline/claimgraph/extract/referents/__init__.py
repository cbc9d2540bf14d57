"""Who is meant: by names, pronouns, descriptions, and by what a clause leaves unsaid."""
