"""Views of the people's pages: fetch and authorise, form, one call, redirect."""
