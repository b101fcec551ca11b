"""Teaches the encoder our own subject, offline and seldom; needs PyTorch, which nothing else here does."""
