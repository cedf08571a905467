import { serve } from './contract-server.mjs';

serve({ port: 18765 });
