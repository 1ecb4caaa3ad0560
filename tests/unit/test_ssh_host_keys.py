"""Host keys: the first one stays, new ones are collected, and people can compare them."""

from __future__ import annotations

import threading

from probes.ssh.host_keys import HostKey, MemoryHostKeys, fingerprint


def test_a_first_key_is_kept_and_a_second_does_not_replace_it() -> None:
    keys = MemoryHostKeys()
    assert keys.known("192.0.2.1", 22) is None
    keys.trust("192.0.2.1", 22, "ssh-ed25519", b"one")
    keys.trust("192.0.2.1", 22, "ssh-rsa", b"two")
    assert keys.known("192.0.2.1", 22) == ("ssh-ed25519", b"one")
    assert keys.newly_trusted == [HostKey("192.0.2.1", 22, "ssh-ed25519", b"one")]


def test_keys_belong_to_address_and_port_and_stored_ones_are_not_new() -> None:
    keys = MemoryHostKeys([HostKey("192.0.2.1", 22, "ssh-rsa", b"old")])
    assert keys.known("192.0.2.1", 22) == ("ssh-rsa", b"old")
    assert keys.known("192.0.2.1", 2222) is None
    assert keys.newly_trusted == []


def test_of_many_threads_one_wins() -> None:
    keys = MemoryHostKeys()
    threads = [threading.Thread(target=keys.trust, args=("192.0.2.1", 22, "ssh-rsa", bytes([at]))) for at in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys.newly_trusted) == 1
    assert keys.known("192.0.2.1", 22) == keys.newly_trusted[0][2:]


def test_the_fingerprint_is_the_one_that_openssh_shows() -> None:
    # Base64 of SHA-256 without padding; the integration tests compare with ssh-keygen.
    assert fingerprint(b"netinv") == "SHA256:7TDtkZy5JHpwONd0jmZanUI+wL0f7K/mnh6MSzX+g0w"
