import { openPool, serve } from './contract-server.mjs';

serve({ pool: openPool({ statement_timeout: 5000 }) });
