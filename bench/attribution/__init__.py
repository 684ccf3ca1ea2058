"""How well the words are found that show who said something, sentence by sentence."""
