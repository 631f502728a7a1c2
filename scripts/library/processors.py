# SPDX-License-Identifier: Apache-2.0
"""How far the last bits of ONNX Runtime differ: by processor (emulated by QEMU), by threads, and by how far it
rewrites the graph. The reference is this machine with the worker's own settings. Fails if anything differs by more
than a thousandth of what the worker's grid allows for."""

import argparse
import json
import pathlib
import subprocess
import sys
import sysconfig

import numpy as np
import onnxruntime

PROCESSORS = {"Haswell": "AVX2 and FMA", "SandyBridge": "AVX", "Nehalem": "SSE 4.2"}
THREADS = (1, 2, 4)
LEVELS = ("ORT_DISABLE_ALL", "ORT_ENABLE_BASIC", "ORT_ENABLE_ALL")
# grid.rs: nearer to where two steps meet than this, the card's sum decides.
EDGE = 1e-9


def run(folder, threads, level):
    """One patient at a time, as the worker does."""
    rows = np.array([row["inputs"] for row in json.loads((folder / "golden.json").read_text())["rows"]])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, level)
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    output = session.get_outputs()[0].name
    return [float(session.run([output], {"inputs": row[None]})[0].ravel()[0]) for row in rows]


def measure(models):
    folders = sorted(path.parent for path in models.glob("*/model.onnx"))
    return {
        folder.name: {f"{threads} {level}": run(folder, threads, level) for threads in THREADS for level in LEVELS}
        for folder in folders
    }


def emulated(models, processor):
    """The same by this script in an emulated processor. QEMU runs programs, not environments: their packages are
    named by the path."""
    packages = sysconfig.get_paths()["purelib"]
    code = f"import sys; sys.path.insert(0, {packages!r}); sys.argv = {[__file__, '--models', str(models), '--raw']!r}; "
    code += f"import runpy; runpy.run_path({__file__!r}, run_name='__main__')"
    python = str(pathlib.Path(sys.executable).resolve())
    command = ["qemu-x86_64", "-cpu", processor, python, "-c", code]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", required=True, type=pathlib.Path)
    parser.add_argument("--raw", action="store_true", help="print the outputs")
    options = parser.parse_args()
    here = measure(options.models)
    if options.raw:
        json.dump(here, sys.stdout)
        return 0
    worst = 0.0
    print(f"{'model':21} {'processor':28} {'rows':>5} {'differ':>7} {'at most':>9}")
    of = {"this one": here, **{f"{name} ({what})": emulated(options.models, name) for name, what in PROCESSORS.items()}}
    for model, settings in here.items():
        reference = np.array(settings["1 ORT_ENABLE_BASIC"])
        for processor, found in of.items():
            apart = np.abs(np.array(list(found[model].values())) - reference)
            worst = max(worst, apart.max())
            print(f"{model:21} {processor:28} {len(reference):5} {(apart > 0).any(axis=0).sum():7} {apart.max():9.1e}")
    print(f"with 1, 2 and 4 threads, and three levels of rewriting; the grid allows for {EDGE:.0e}")
    return int(worst > EDGE / 1000)


if __name__ == "__main__":
    sys.exit(main())
