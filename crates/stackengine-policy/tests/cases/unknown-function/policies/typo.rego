package typo

deny contains "x" if conut(input.spec.template.spec.containers) > 1
