"""Views: state folded into a queryable store, brought up to the heads, dropped and made anew at will."""
