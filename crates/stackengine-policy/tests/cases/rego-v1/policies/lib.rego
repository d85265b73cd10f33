package lib.images

tag(image) := parts[1] if {
	parts := split(image, ":")
	count(parts) == 2
}
