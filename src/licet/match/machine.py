"""Machine code of the inner loops: kept in a file, loaded without the compiler that made it.

numba takes half a second to import and 60 MB; what it makes is 250 kB of machine code that wants nothing but the C
library. It is compiled once for a processor and a version of the loops (`compiler`), kept beside the modules or in the
user's cache, and linked into the process by llvmlite alone: some 50 milliseconds and 50 MB.

Bundles of arrays are handed over as blocks: for each array its address and its sizes, as whole numbers.
"""

from __future__ import annotations

import ctypes
import json
import os
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from licet.match.arrays import layout_of

__all__ = ["Block", "Code", "Machine", "block_of", "keep", "kept", "link"]

#: Bytes of the digest before a file of machine code: a torn one is made again.
_DIGEST: Final = 16


class Block:
    """A bundle of arrays by address, for machine code; it keeps the arrays alive."""

    __slots__ = ("_bundle", "_numbers", "address")

    def __init__(self, bundle: Sequence[Any], numbers: array[int]) -> None:
        self._bundle = bundle
        self._numbers = numbers
        self.address = numbers.buffer_info()[0]


def block_of(bundle: Any) -> Block:
    """A bundle of NumPy arrays by address and size.

    Raises:
        TypeError: an array is not of the sort that its field says, or not in one piece: machine code would read
            beyond it.
    """
    numbers = array("q")
    for name, (sort, dimensions), held in zip(bundle._fields, layout_of(type(bundle)), bundle, strict=True):
        if held.dtype.name != sort or held.ndim != dimensions or not held.flags.c_contiguous:
            raise TypeError(f"`{name}` is no array of {sort} with {dimensions} dimensions in one piece")
        numbers.append(held.__array_interface__["data"][0])
        numbers.extend(held.shape)
    return Block(bundle, numbers)


class Code(NamedTuple):
    """One function as machine code.

    Attributes:
        name: how it is called here.
        symbol: how its code calls it.
        takes: how many whole numbers it takes.
        code: an object file.
    """

    name: str
    symbol: str
    takes: int
    code: bytes


class Machine:
    """Functions of machine code that are linked into this process, by name.

    Each takes whole numbers (addresses of blocks among them) and returns one.
    """

    def __init__(self, engine: Any, codes: Iterable[Code]) -> None:
        self._engine = engine  # the code lives as long as this
        self._functions = {one.name: self._function(one.symbol, one.takes) for one in codes}

    def __getitem__(self, name: str) -> Callable[..., int]:
        return self._functions[name]

    def _function(self, symbol: str, count: int) -> Callable[..., int]:
        numbers = [ctypes.c_int64] * count
        sort = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *numbers)
        function = sort(self._engine.get_function_address(symbol))
        number, place = ctypes.c_int64, ctypes.byref

        def call(*given: int) -> int:
            # numba's own way to call: where to put the result, where to tell of an error, the arguments
            result, error = number(), number()
            if function(place(result), place(error), *given):
                raise RuntimeError("the compiled loops of matching failed")
            return result.value

        return call


def _file(version: str) -> str:
    """The name of the file for a version of the loops on this processor, by what compiles and links it."""
    from importlib import metadata  # reads mail headers: much to load for who asks a question or two

    llvm = _llvm()
    about = (
        version,
        metadata.version("numba"),
        metadata.version("llvmlite"),
        llvm.get_default_triple(),
        llvm.get_host_cpu_name(),
        llvm.get_host_cpu_features().flatten(),
    )
    return f"loops-{blake2b(' '.join(about).encode(), digest_size=12).hexdigest()}.machine"


def _llvm() -> Any:
    """The part of llvmlite that links; it comes with numba, an extra."""
    return import_module("llvmlite.binding")


def _folders() -> list[Path]:
    """Where machine code is kept: where numba is told to, beside the modules like Python's own, in the user's cache."""
    import platformdirs

    told = os.environ.get("NUMBA_CACHE_DIR")
    usual = [Path(__file__).parent / "__pycache__", Path(platformdirs.user_cache_dir("licet"))]
    return [Path(told), *usual] if told else usual


def keep(version: str, codes: Iterable[Code]) -> None:
    """Keep machine code for the next process; where nothing can be written it is made again.

    Args:
        version: the version of the loops.
        codes: the functions.
    """
    from licet.core.atomic import whole  # most starts only load what is kept

    held = list(codes)
    head = json.dumps([(one.name, one.symbol, one.takes, len(one.code)) for one in held]).encode()
    body = b"\n".join((head, b"".join([one.code for one in held])))
    name = _file(version)
    for folder in _folders():
        with suppress(OSError):
            with whole(folder / name) as part:
                part.write_bytes(_digest(body) + body)
            return


def kept(version: str) -> list[Code] | None:
    """The machine code of a version for this processor, as it was kept; None where there is none that is whole."""
    name = _file(version)
    for folder in _folders():
        try:
            held = (folder / name).read_bytes()
        except OSError:
            continue
        body = held[_DIGEST:]
        if held[:_DIGEST] == _digest(body):
            head, _, rest = body.partition(b"\n")
            found = []
            for function, symbol, takes, size in json.loads(head):
                found.append(Code(function, symbol, takes, rest[:size]))
                rest = rest[size:]
            return found
    return None


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST).digest()


def link(codes: Iterable[Code]) -> Machine:
    """Link machine code into this process."""
    llvm = _llvm()

    with suppress(RuntimeError):
        llvm.initialize()  # needed before llvmlite 0.45, an error from there on
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target)
    held = list(codes)
    for one in held:
        engine.add_object_file(llvm.ObjectFileRef.from_data(one.code))
    engine.finalize_object()
    return Machine(engine, held)
