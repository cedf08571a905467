import { serve } from './contract-server.mjs';

serve({ onSignal: () => process.exit(0) });
