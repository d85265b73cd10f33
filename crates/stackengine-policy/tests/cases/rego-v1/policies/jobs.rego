package jobs

import data.lib.images

deny contains msg if {
	some container in input.spec.template.spec.containers
	images.tag(container.image) == "latest"
	msg := sprintf("container %q follows the tag latest", [container.name])
}

warn contains {"msg": "six retries are many", "path": "spec.backoffLimit"} if input.spec.backoffLimit > 3

violation contains {"msg": "nobody owns it", "field": "metadata.labels"} if {
	not input.metadata.labels.team
}
