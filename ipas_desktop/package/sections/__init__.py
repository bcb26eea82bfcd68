"""One module a part of the report: each turns frozen content into flowables and knows no other part."""
