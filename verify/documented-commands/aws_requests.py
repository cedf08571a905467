"""Lets the AWS CLI parse each command and build its request, and stops it before anything is sent.

Reads a JSON list of commands from standard input, each a list of words after `aws`, or null; writes a list of the same
length: null, or the CLI's complaint.
"""

import contextlib
import io
import json
import os
import sys

os.environ.update(
    AWS_ACCESS_KEY_ID='none',
    AWS_SECRET_ACCESS_KEY='none',
    AWS_DEFAULT_REGION='us-east-1',
    AWS_EC2_METADATA_DISABLED='true',
    AWS_CONFIG_FILE='/dev/null',
    AWS_SHARED_CREDENTIALS_FILE='/dev/null',
    AWS_MAX_ATTEMPTS='1',
    # Nobody answers there, should a request get past the hook below.
    AWS_ENDPOINT_URL='http://127.0.0.1:9',
)

from awscli.clidriver import create_clidriver  # noqa: E402  the variables come first


# How the lines begin that are not usage or lists of what would be right.
complaints = ('aws_requests.py: error', 'Unknown', 'Bad value', 'Parameter validation', 'Error', 'Invalid')


class Built(Exception):
    """The request is complete and valid."""


built = []


def stop(**_):
    built.append(True)
    raise Built


# One for all commands: making it, and reading a service's model, is what takes the time.
driver = create_clidriver()
driver.session.register('before-send', stop)


def complaint(words):
    built.clear()
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        try:
            driver.main(words)
        except SystemExit:
            pass
    if built:
        return None
    lines = [line.strip() for line in told.getvalue().splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(complaints)]
    return ' '.join(errors[:1] or lines[-2:]) or 'no request was made of it'


json.dump([words and complaint(words) for words in json.load(sys.stdin)], sys.stdout)
