import { serve } from './contract-server.mjs';

serve({ onSignal: (server) => server.close(() => process.exit(1)) });
