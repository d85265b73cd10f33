package shapes

# A list, an object by key, a bare truth: all of them are in use.
deny := ["first", "second"]

violation[message] := true if {
	message := "by its key"
	input.kind == "Job"
}

warn if input.kind == "CronJob"
