"""How things are said in the language in use: states, sentences, times, durations."""
