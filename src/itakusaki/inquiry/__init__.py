"""The stage that judges an answer to an inquiry: values of the model in, an opinion out."""
