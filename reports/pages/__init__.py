"""The researcher's pages of figures: tables with their charts, downloads, two rounds together."""
