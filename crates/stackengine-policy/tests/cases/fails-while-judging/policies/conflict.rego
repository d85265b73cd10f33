package conflict

deny := msg if {
	some container in input.spec.template.spec.containers
	msg := container.name
}
