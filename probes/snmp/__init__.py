"""SNMP: our session over exchangeable engines. Only the engine files import a network library."""
