import { serve } from './contract-server.mjs';

serve({ onSignal: () => undefined });
