"""Speed of four requests beside the bare SQL they make."""
