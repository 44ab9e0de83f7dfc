package host

func (p Probe) battery() Battery {
	root := p.Root
	if root == "" {
		root = "/"
	}
	return sysBattery(root)
}
