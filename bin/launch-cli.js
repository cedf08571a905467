#!/usr/bin/env node
// npm links JavaScript only. The folder is named, so that the command also runs from below the repository's root.
require('ts-node').register({ dir: __dirname });
require('./platform-cli.ts');
