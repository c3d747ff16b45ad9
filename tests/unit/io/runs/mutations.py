"""Damage as disks, radios and attackers do it, for the readers of run files."""

from __future__ import annotations

import numpy as np


def mutated(data: bytes, rng: np.random.Generator) -> bytes:
    """One damaged copy: flipped bits, a cut, a piece left out or doubled, a run of one byte, absurd lengths."""
    out = bytearray(data)
    for _ in range(int(rng.integers(1, 4))):
        if not out:
            break
        at = int(rng.integers(len(out)))
        size = int(rng.integers(1, 12))
        match int(rng.integers(7)):
            case 0 | 1:
                for place in rng.integers(len(out), size=size):
                    out[place] ^= 1 << int(rng.integers(8))
            case 2:
                del out[at:]
            case 3:
                del out[at : at + size]
            case 4:
                out[at:at] = out[at : at + size * 20]
            case 5:
                out[at : at + size] = bytes([int(rng.choice([0, 255, 64, 128]))]) * size
            case _:
                near = int(rng.integers(min(64, len(out))))
                out[near : near + 4] = b"\xff\xff\xff\x7f"
    return bytes(out)
