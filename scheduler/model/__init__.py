"""The frozen nouns that everything speaks of. They check themselves and do nothing; the verbs live above."""
