"""What happens by itself: what is due is found, and what must go out is sent."""
