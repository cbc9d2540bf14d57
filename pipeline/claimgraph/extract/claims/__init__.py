"""From evoked frames to claims: roles, status, dates and speakers; one for each thing said."""
