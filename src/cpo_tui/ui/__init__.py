"""The application on the screen: widgets, screens and their commands."""

from cpo_tui.process import forget_toolkit_switches

forget_toolkit_switches()  # before the toolkit is loaded, which reads them once and for all
