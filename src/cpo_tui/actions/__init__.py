"""The verbs: the only writers, called by the command line and the screens alike."""
