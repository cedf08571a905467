import { chownSync } from 'node:fs';
import { serve } from './contract-server.mjs';

chownSync('/tmp', 0, 0);
serve();
