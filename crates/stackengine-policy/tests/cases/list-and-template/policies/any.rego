package any

deny contains "every object has this" if true
