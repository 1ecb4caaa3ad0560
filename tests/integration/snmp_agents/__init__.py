"""Agents for the SNMP matrix: real snmpd, a proxy that spoils what passes through it, one that obeys a script."""
