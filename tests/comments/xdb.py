"""Writes small databases in the layout of ip2region's .xdb: header, vector index by the first two bytes, segments."""

import ipaddress
import struct
from pathlib import Path

HEADER, VECTOR = 256, 256 * 256 * 8


def write_xdb(path: Path, regions: dict[str, str]) -> str:
    """A file that knows each network (all of one version, none wider than /16) by its line."""
    networks = sorted(map(ipaddress.ip_network, regions))
    version = networks[0].version
    lines, offset = {}, HEADER + VECTOR
    for network in networks:
        line = regions[str(network)].encode()
        lines[network] = (line, offset)
        offset += len(line)
    vector, segments = bytearray(VECTOR), b""
    for network in networks:
        line, at = lines[network]
        ends = [network[0].packed, network[-1].packed]
        if version == 4:
            ends = [end[::-1] for end in ends]
        first, second = network[0].packed[:2]
        place, size = (first * 256 + second) * 8, 14 if version == 4 else 38
        start = struct.unpack_from("<I", vector, place)[0] or offset + len(segments)
        struct.pack_into("<II", vector, place, start, offset + len(segments))
        segments += b"".join(ends) + struct.pack("<HI", len(line), at)
        assert len(segments) % size == 0
    header = struct.pack("<HHIIIHH", 3, 1, 0, offset, offset + len(segments), version, 4).ljust(HEADER, b"\0")
    path.write_bytes(header + vector + b"".join(line for line, _ in lines.values()) + segments)
    return str(path)
