"""Plays the story: python3 scripts/library/story --node … --worker … --salus … (scripts/demo does it)."""

import argparse
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from network import Network  # noqa: E402
from report import Report  # noqa: E402
from story import Story  # noqa: E402

OPERATORS = [("operator-1", "//Dave"), ("operator-2", "//Eve"), ("operator-3", "//Ferdie")]


def main():
    parser = argparse.ArgumentParser()
    for name in ("node", "worker", "salus", "models", "bundle", "report"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()

    folder = pathlib.Path(tempfile.mkdtemp(prefix="salus-demo-"))
    network = Network(folder, options.node, options.worker, options.salus, options.models)
    report = Report(network)
    good = False
    try:
        network.start(OPERATORS)
        story = Story(network, options.bundle, options.models / "diabetes-risk")
        report.head()
        for step in story.steps():
            if not report.step(*step):
                break
        report.write(options.report)
        good = report.good() and len(report.steps) == len(story.steps())
        if options.keep:
            print(f"\nStill running. Open https://polkadot.js.org/apps/?rpc=ws%3A%2F%2F127.0.0.1%3A{network.rpc_port}")
            print("Accounts: //Clinic //Clinician //SecondClinician //Outsider //Patient, authority //Alice //Bob //Charlie")
            print(f"Command line: {options.salus} --node {network.url} --home {folder / 'home'}")
            for program in [network.node, *network.workers]:
                print(f"  {program.name}: process {program.process.pid}, log {program.log}")
    finally:
        if not options.keep:
            network.stop()
    if good and not options.keep:
        shutil.rmtree(folder)
    elif not good:
        print(f"\nThe story failed; logs are in {folder}", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
