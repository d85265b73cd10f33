package good

deny contains "x" if true
