"""Use cases: where the stages meet, through values of the model."""
