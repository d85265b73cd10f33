package nothing

helper := 1
