"""The stages in order, for one source or many: in processes, within limits, resumed if stopped."""
