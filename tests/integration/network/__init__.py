"""Networks of real agents (snmpd, lldpd, sshd) in network namespaces of this machine."""
