"""Runs a Lambda handler once, as AWS would: `run_handler.py FOLDER EVENT_FILE`.

Ends with 0 if the handler took the event. Otherwise the last line that it prints says why not.
"""

import json
import os
import sys

sys.path.insert(0, sys.argv[1])
import index  # noqa: E402 -- lies in the folder that was just named

# After the handler put its layers' folders in front, and whatever started this Python its own: the stand-ins win.
os.environ['PATH'] = os.environ['REHEARSAL_PROGRAMS'] + os.pathsep + os.environ['PATH']
if hasattr(index, 'KUBECONFIG'):
    # A function has /tmp to itself; here several run at one time.
    index.KUBECONFIG = os.path.join(os.environ['TEST_OUTDIR'], 'kubeconfig')

try:
    with open(sys.argv[2], encoding='utf-8') as event:
        index.handler(json.load(event), None)
except Exception as error:
    sys.stderr.flush()
    print(str(error).strip().replace('\n', ' '), flush=True)
    sys.exit(1)
