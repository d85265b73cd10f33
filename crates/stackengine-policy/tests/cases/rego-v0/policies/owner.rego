package kubernetes.jobs

violation[{"msg": msg, "details": {"path": "metadata.labels"}}] {
  object := input.review.object
  not object.metadata.labels.owner
  msg := sprintf("%v %v has no label owner", [object.kind, object.metadata.name])
}
